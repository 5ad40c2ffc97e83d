using System.CommandLine;
using System.Globalization;
using LabQueue.Client;

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

    private static readonly Option<string> Search = new("--search")
    {
        Description = "Tasks by words in name, context, user, uid or error, the latest first; with --status all ended ones, too.",
        HelpName = "WORDS",
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
        "labqueue tasks list --search W-0005 --status all",
        "labqueue tasks list --status all --limit 1000 --json")
        .With(Status, Search, Name, Owner, Ghosts, Limit, After).With(SharedOptions.Connection)
        .Does(RunAsync);

    private static async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        using var queue = await ServerConnection.OpenAsync(context, cancellationToken);
        if (context.Get(Search) is { } words)
        {
            return await FindAsync(context, queue, words, cancellationToken);
        }

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

    private static async Task<int> FindAsync(CommandContext context, QueueClient queue, string words, CancellationToken cancellationToken)
    {
        var names = context.Get(Status) ?? [];
        var search = new TaskSearch
        {
            Text = words,
            Name = context.Get(Name),
            Username = context.Get(Owner),
            Statuses = names.Contains("all", StringComparer.Ordinal) ? [] : StatusesOf(names),
            Ghosts = context.Get(Ghosts),
            Limit = context.Get(Limit),
            Wait = TimeSpan.FromSeconds(1),
            Before = BeforeOf(context.Get(After)),
        };
        var found = await queue.FindTasksAsync(search, cancellationToken);
        var next = found.Next?.ToString(CultureInfo.InvariantCulture);
        var page = new TaskPage([.. found.Tasks.Select(task => task.Task)], next);
        context.Terminal.Write(
            new { Tasks = page.Tasks.Select(TaskText.Node), page.Next },
            () => Show(context, page, isFiltered: true));
        if (found.Known is null)
        {
            Terminal.Error("The index for searches is being made; what it lacks is found later.");
        }

        return ExitCode.Done;
    }

    private static long? BeforeOf(string? after) =>
        after is null ? null
        : long.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out var before) ? before
        : throw new CommandFailedException(
            $"--after '{after}' is not where a search ended; take the 'next' of the page before.", ExitCode.WrongUsage);

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
