using System.CommandLine;
using System.Globalization;

namespace LabQueue.Host.Commands;

/// <summary><c>labqueue tasks show</c></summary>
internal static class TasksShowCommand
{
    private static readonly Argument<string> Uid = new("UID") { Description = "Uid of the task." };

    /// <summary>Makes the command.</summary>
    public static DocumentedCommand Create() => new DocumentedCommand(
        "show",
        "Show all that is known of a task, ended ones included.",
        "labqueue tasks show 0194f7c0a5b27d3e8f1a2b3c4d5e6f70",
        "labqueue tasks show 0194f7c0a5b27d3e8f1a2b3c4d5e6f70 --json")
        .With(Uid).With(SharedOptions.Connection)
        .Does(RunAsync);

    private static async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var uid = context.Get(Uid);
        TaskChanges.RequireUids(uid);
        using var queue = await ServerConnection.OpenAsync(context, cancellationToken);
        var details = await queue.ExplainAsync(uid, cancellationToken)
            ?? throw new CommandFailedException($"The queue has no task {uid}, and its history neither.");
        context.Terminal.Write(Describe(details), () => Show(context, details));
        return ExitCode.Done;
    }

    private static object Describe(TaskDetails details) => new
    {
        Task = TaskText.Node(details.Task),
        End = details.End is { } end
            ? new { end.Number, Ended = end.Ended.ToSeconds(), end.EndedBy, end.Reason }
            : null,
        Attempts = details.Attempts.Select(attempt => new
        {
            attempt.Number,
            attempt.ConsumerId,
            Started = attempt.Started.ToSeconds(),
            Ended = attempt.Ended?.ToSeconds(),
            attempt.Outcome,
            Error = attempt.Error?.ToString(),
        }),
        Outcomes = details.Outcomes.Select(outcome => new
        {
            outcome.Uid,
            Outcome = outcome.Outcome.ToString().ToLowerInvariant(),
            outcome.Message,
        }),
    };

    private static void Show(CommandContext context, TaskDetails details)
    {
        var (terminal, task, now) = (context.Terminal, details.Task, context.Time.GetUtcNow());
        terminal.Line($"{task.Name}, {task.ContextPath}: {TaskText.Status(task, now)}");
        terminal.Line();
        terminal.Table(["Field", "Value"], [.. Fields(details, now)]);
        if (details.Attempts.Count > 0)
        {
            terminal.Line();
            terminal.Table(
                [" Run", "Consumer", "Started", "Took", "Outcome", "Error"],
                [.. details.Attempts.Select(attempt => Row(attempt, now))]);
        }

        var refusals = details.Outcomes.Where(outcome => outcome.Outcome != ItemOutcomeKind.Done).ToArray();
        if (refusals.Length > 0)
        {
            terminal.Line();
            terminal.Table(
                ["Object", "Outcome", "Why"],
                [.. refusals.Select(outcome => new[]
                {
                    outcome.Uid, outcome.Outcome.ToString().ToLowerInvariant(), outcome.Message ?? string.Empty,
                })]);
        }
    }

    private static IEnumerable<string[]> Fields(TaskDetails details, DateTimeOffset now)
    {
        var task = details.Task;
        yield return ["Task", task.TaskUid];
        yield return ["User", task.Username];
        yield return ["Priority", task.Priority.ToString(CultureInfo.InvariantCulture)];
        yield return ["Objects", TaskText.Objects(task)];
        yield return ["Created", $"{Wording.Time(task.Created)}, {Wording.Ago(task.Created, now)}"];
        if (task.Started is { } started)
        {
            yield return ["Started", $"{Wording.Time(started)}, {Wording.Ago(started, now)}"];
        }

        if (details.End is { } end)
        {
            var by = end.EndedBy is null ? string.Empty : $", by {end.EndedBy}";
            var why = end.Reason is null ? string.Empty : $" ({end.Reason})";
            yield return ["Ended", $"{Wording.Time(end.Ended)}, {Wording.Ago(end.Ended, now)}{by}{why}"];
        }

        yield return ["Retries left", task.Retries.ToString(CultureInfo.InvariantCulture)];
        if (task.ErrorMessage is { } error)
        {
            yield return ["Last error", error.ToString()];
        }
    }

    private static string[] Row(TaskAttempt attempt, DateTimeOffset now) =>
    [
        attempt.Number.ToString(CultureInfo.InvariantCulture),
        attempt.ConsumerId,
        Wording.Time(attempt.Started),
        Wording.Duration((attempt.Ended ?? now) - attempt.Started),
        attempt.Outcome ?? "runs",
        attempt.Error?.ToString() ?? string.Empty,
    ];
}
