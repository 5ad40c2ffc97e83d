using System.CommandLine;
using System.Globalization;

namespace LabQueue.Host.Commands;

/// <summary><c>labqueue consumers</c></summary>
internal static class ConsumersCommand
{
    private const int MostNames = 3;

    private static readonly Argument<string[]> Ids = new("ID")
    {
        Description = "Ids of consumers.",
        Arity = ArgumentArity.OneOrMore,
    };

    /// <summary>Makes the command.</summary>
    public static DocumentedCommand Create() => new DocumentedCommand(
        "consumers",
        "Look at the consumers of a server, and take them out of work before their machine is shut down.",
        "labqueue consumers list",
        "labqueue consumers drain bench-1")
        .With(CreateList(), CreateQuiet(), CreateDrain(), CreateResume());

    private static DocumentedCommand CreateList() => new DocumentedCommand(
        "list",
        "List the consumers heard of within the last day, and those that are not active.",
        "labqueue consumers list",
        "labqueue consumers list --json | jq -r '.consumers[] | select(.mode != \"active\") | .consumer_id'")
        .With(SharedOptions.Connection)
        .Does(ListAsync);

    private static DocumentedCommand CreateQuiet() => new DocumentedCommand(
        "quiet",
        "Give consumers no more work. What they have goes on.",
        "labqueue consumers quiet bench-1")
        .With(Ids).With(SharedOptions.Connection)
        .Does((context, cancellationToken) => SetAsync(context, ConsumerMode.Quiet, cancellationToken));

    private static DocumentedCommand CreateDrain() => new DocumentedCommand(
        "drain",
        "Give consumers no more work, and have them give back what they have, unharmed. Classic ones end what they have.",
        "labqueue consumers drain bench-1")
        .With(Ids).With(SharedOptions.Connection)
        .Does((context, cancellationToken) => SetAsync(context, ConsumerMode.Draining, cancellationToken));

    private static DocumentedCommand CreateResume() => new DocumentedCommand(
        "resume",
        "Give consumers work again.",
        "labqueue consumers resume bench-1")
        .With(Ids).With(SharedOptions.Connection)
        .Does((context, cancellationToken) => SetAsync(context, ConsumerMode.Active, cancellationToken));

    private static async Task<int> ListAsync(CommandContext context, CancellationToken cancellationToken)
    {
        using var queue = await ServerConnection.OpenAsync(context, cancellationToken);
        var consumers = await queue.ConsumersAsync(cancellationToken);
        context.Terminal.Write(
            new
            {
                Consumers = consumers.Select(consumer => new
                {
                    consumer.ConsumerId,
                    Mode = NameOf(consumer.Mode),
                    FirstHeard = consumer.FirstHeard.ToSeconds(),
                    LastHeard = consumer.LastHeard.ToSeconds(),
                    consumer.Leased,
                    consumer.Version,
                    consumer.Names,
                    Running = consumer.Running.Select(task => task.TaskUid),
                }),
            },
            () => Show(context, consumers));
        return ExitCode.Done;
    }

    private static void Show(CommandContext context, IReadOnlyList<ConsumerInfo> consumers)
    {
        if (consumers.Count == 0)
        {
            context.Terminal.Line("No consumer was heard of within the last day.");
            return;
        }

        var now = context.Time.GetUtcNow();
        context.Terminal.Table(
            ["Consumer", "Mode", "Heard", " Running", "Version", "Names"],
            [.. consumers.Select(consumer => new[]
            {
                consumer.ConsumerId,
                NameOf(consumer.Mode),
                Wording.Ago(consumer.LastHeard, now),
                consumer.Running.Count.ToString(CultureInfo.InvariantCulture),
                consumer.Version ?? string.Empty,
                Takes(consumer.Names),
            })]);
    }

    private static async Task<int> SetAsync(CommandContext context, ConsumerMode mode, CancellationToken cancellationToken)
    {
        using var queue = await ServerConnection.OpenAsync(context, cancellationToken);
        var by = TaskChanges.Person(context);
        List<(string Id, string Outcome)> outcomes = [];
        foreach (var id in context.Get(Ids).Distinct(StringComparer.Ordinal))
        {
            var outcome = await queue.SetConsumerAsync(id, mode, by, cancellationToken) == ChangeOutcome.NotFound ? "not_found" : NameOf(mode);
            outcomes.Add((id, outcome));
            context.Terminal.Line($"{id}  {outcome.Replace('_', ' ')}");
        }

        if (context.Terminal.Json)
        {
            Terminal.WriteJson(new { Consumers = outcomes.Select(consumer => new { ConsumerId = consumer.Id, consumer.Outcome }) });
        }

        return outcomes.Exists(consumer => consumer.Outcome == "not_found") ? ExitCode.Refused : ExitCode.Done;
    }

    // A laboratory's consumer takes some two dozen; who wants them all asks for JSON.
    private static string Takes(IReadOnlyList<string> names) => names.Count switch
    {
        0 => "all",
        <= MostNames => string.Join(", ", names),
        _ => $"{string.Join(", ", names.Take(MostNames))} and {names.Count - MostNames} more",
    };

    private static string NameOf(ConsumerMode mode) => mode.ToString().ToLowerInvariant();
}
