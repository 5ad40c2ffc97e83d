using System.CommandLine;

namespace LabQueue.Host.Commands;

/// <summary><c>labqueue tasks list</c></summary>
internal static class TasksListCommand
{
    private const int MostTasks = 1_000;
    private const int UsualTasks = 50;

    private static readonly Option<string[]> Status = new Option<string[]>("--status")
    {
        Description = "queued, running or failed (repeatable), or all; default queued and running.",
        HelpName = "STATUS",
    }.TakesOneOf("queued", "running", "failed", "all");

    private static readonly Option<string> Name = new("--name")
    {
        Description = "Only tasks of that name.",
        HelpName = "NAME",
    };

    private static readonly Option<string> Owner = new("--username")
    {
        Description = "Only tasks that run as that user.",
        HelpName = "NAME",
    };

    private static readonly Option<bool> Ghosts = new("--ghosts") { Description = "Hidden tasks, too." };

    private static readonly Option<int> Limit = new("--limit")
    {
        Description = $"Tasks to list, 1 to {MostTasks}.",
        HelpName = "N",
        CustomParser = result => OptionRules.Count(result, MostTasks),
        DefaultValueFactory = _ => UsualTasks,
    };

    private static readonly Option<string> After = new("--after")
    {
        Description = "Go on behind the page before; --json calls it 'next'.",
        HelpName = "NEXT",
    };

    /// <summary>Makes the command.</summary>
    public static DocumentedCommand Create() => new DocumentedCommand(
        "list",
        "List tasks, the next one to run first.",
        "labqueue tasks list",
        "labqueue tasks list --status failed --username analyst1",
        "labqueue tasks list --status all --limit 1000 --json")
        .With(Status, Name, Owner, Ghosts, Limit, After).With(SharedOptions.Connection)
        .Does(RunAsync);

    private static async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        using var queue = await ServerConnection.OpenAsync(context, cancellationToken);
        var query = new TaskQuery
        {
            Statuses = StatusesOf(context.Get(Status) ?? []),
            Name = context.Get(Name),
            Username = context.Get(Owner),
            Ghosts = context.Get(Ghosts),
            Limit = context.Get(Limit),
            After = context.Get(After),
        };
        var page = await queue.ListAsync(query, cancellationToken);
        context.Terminal.Write(
            new { Tasks = page.Tasks.Select(TaskText.Node), page.Next },
            () => Show(context, page, IsFiltered(context)));
        return ExitCode.Done;
    }

    private static bool IsFiltered(CommandContext context) =>
        context.Get(Status) is [_, ..] || (context.Get(Name) ?? context.Get(Owner) ?? context.Get(After)) is not null;

    private static void Show(CommandContext context, TaskPage page, bool isFiltered)
    {
        if (page.Tasks.Count == 0)
        {
            context.Terminal.Line(isFiltered ? "No task is like that." : "No task waits, and none runs.");
            return;
        }

        var now = context.Time.GetUtcNow();
        context.Terminal.Table(TaskText.Headers, [.. page.Tasks.Select(task => TaskText.Row(task, now))]);
        if (page.Next is { } next)
        {
            Terminal.Error($"There are more; go on with --after {next}");
        }
    }

    private static IReadOnlyList<QueueTaskStatus> StatusesOf(string[] names)
    {
        if (names.Length == 0)
        {
            return [QueueTaskStatus.Queued, QueueTaskStatus.Running];
        }

        return names.Contains("all", StringComparer.Ordinal)
            ? [QueueTaskStatus.Queued, QueueTaskStatus.Running, QueueTaskStatus.Failed]
            : [.. names.Distinct(StringComparer.Ordinal).Select(name => Enum.Parse<QueueTaskStatus>(name, ignoreCase: true))];
    }
}
