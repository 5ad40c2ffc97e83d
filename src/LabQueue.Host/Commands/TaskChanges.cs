using LabQueue.Host.Configuration;
using LabQueue.Host.Serving;

namespace LabQueue.Host.Commands;

/// <summary>Changes tasks one by one, and says what became of each.</summary>
internal static class TaskChanges
{
    /// <summary>Changes the tasks that the command line names.</summary>
    /// <param name="context">The command.</param>
    /// <param name="done">The word for a task that was changed.</param>
    /// <param name="change">Changes one.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task<int> RunAsync(
        CommandContext context,
        string done,
        Func<IQueue, string, Actor, Task<ChangeResult>> change,
        CancellationToken cancellationToken)
    {
        var uids = context.Get(TasksCommand.Uids).Distinct(StringComparer.Ordinal).ToArray();
        RequireUids(uids);
        using var queue = await ServerConnection.OpenAsync(context, cancellationToken);
        var by = Person(context);
        List<(string Uid, string Outcome)> outcomes = [];
        foreach (var uid in uids)
        {
            var result = await change(queue, uid, by);
            var outcome = result.Outcome switch
            {
                ChangeOutcome.Changed => done,
                ChangeOutcome.Requested => "requested",
                ChangeOutcome.NotFound => "not_found",
            };
            outcomes.Add((uid, outcome));
            context.Terminal.Line($"{uid}  {outcome.Replace('_', ' ')}");
        }

        if (context.Terminal.Json)
        {
            Terminal.WriteJson(new { Tasks = outcomes.Select(task => new { TaskUid = task.Uid, task.Outcome }) });
        }

        return outcomes.Exists(task => task.Outcome == "not_found") ? ExitCode.Refused : ExitCode.Done;
    }

    /// <summary>Refuses what cannot be the uid of a task before anything is changed.</summary>
    public static void RequireUids(params IReadOnlyList<string> uids)
    {
        if (uids.FirstOrDefault(uid => !TaskUid.IsValid(uid)) is { } wrong)
        {
            throw new CommandFailedException(
                $"'{wrong}' is no uid of a task; it takes {TaskUid.Length} characters from a-z and 0-9.", ExitCode.WrongUsage);
        }
    }

    /// <summary>The person at the terminal, as the queue knows them.</summary>
    public static Actor Person(CommandContext context) =>
        new(context.Options.Value(OptionKey.User) ?? FirstStart.Admin, "command line");
}
