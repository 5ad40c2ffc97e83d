using System.Globalization;

namespace LabQueue.Host.Commands;

/// <summary><c>labqueue stats</c></summary>
internal static class StatsCommand
{
    /// <summary>Makes the command.</summary>
    public static DocumentedCommand Create() => new DocumentedCommand(
        "stats",
        "Show the queue in figures.",
        "labqueue stats",
        "labqueue stats --json | jq .failed")
        .With(SharedOptions.Connection)
        .Does(RunAsync);

    private static async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        using var queue = await ServerConnection.OpenAsync(context, cancellationToken);
        var stats = await queue.StatsAsync(cancellationToken);
        var consumers = await queue.ConsumersAsync(cancellationToken);
        context.Terminal.Write(
            new
            {
                stats.Queued,
                stats.Running,
                stats.Failed,
                stats.Done,
                stats.Paused,
                OldestQueued = stats.OldestQueued?.ToSeconds(),
                stats.Names,
                Minutes = stats.Minutes.Select(minute => new
                {
                    Minute = minute.Minute.ToSeconds(),
                    minute.Added,
                    minute.Started,
                    minute.Done,
                    minute.Failed,
                }),
                Consumers = consumers.Select(consumer => new
                {
                    consumer.ConsumerId,
                    LastHeard = consumer.LastHeard.ToSeconds(),
                    consumer.Leased,
                    consumer.Version,
                    Running = consumer.Running.Select(task => task.TaskUid),
                }),
            },
            () => Show(context, stats, consumers));
        return ExitCode.Done;
    }

    private static void Show(CommandContext context, QueueStats stats, IReadOnlyList<ConsumerInfo> consumers)
    {
        var (terminal, now) = (context.Terminal, context.Time.GetUtcNow());
        terminal.Line(Summary(stats, now));
        terminal.Line(LastHour(stats));
        if (stats.Names.Count > 0)
        {
            terminal.Line();
            terminal.Table(
                ["Name", " Queued", " Running", " Failed", " Done"],
                [.. stats.Names.Select(name => new[]
                {
                    name.Name, Text(name.Queued), Text(name.Running), Text(name.Failed), Text(name.Done),
                })]);
        }

        if (consumers.Count > 0)
        {
            terminal.Line();
            terminal.Table(
                ["Consumer", "Heard", " Running", "Version"],
                [.. consumers.Select(consumer => new[]
                {
                    consumer.ConsumerId,
                    Wording.Ago(consumer.LastHeard, now),
                    Text(consumer.Running.Count),
                    consumer.Version ?? string.Empty,
                })]);
        }
    }

    /// <summary>The queue in one line.</summary>
    public static string Summary(QueueStats stats, DateTimeOffset now)
    {
        var figures = $"{stats.Queued} queued, {stats.Running} running, {stats.Failed} failed, {stats.Done} done";
        var oldest = stats.OldestQueued is { } created ? $"; the oldest task waits {Wording.Duration(now - created)}" : string.Empty;
        return $"{(stats.Paused ? "Paused: " : string.Empty)}{figures}{oldest}.";
    }

    private static string LastHour(QueueStats stats) => string.Create(
        CultureInfo.InvariantCulture,
        $"Last hour: {stats.Minutes.Sum(minute => minute.Added)} added, {stats.Minutes.Sum(minute => minute.Started)} started, "
        + $"{stats.Minutes.Sum(minute => minute.Done)} done, {stats.Minutes.Sum(minute => minute.Failed)} runs failed.");

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
