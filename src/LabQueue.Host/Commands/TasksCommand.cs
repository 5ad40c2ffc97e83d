using System.CommandLine;

namespace LabQueue.Host.Commands;

/// <summary><c>labqueue tasks</c></summary>
internal static class TasksCommand
{
    /// <summary>The uids that a command is about.</summary>
    public static Argument<string[]> Uids { get; } = new("UID")
    {
        Description = "Uids of tasks.",
        Arity = ArgumentArity.OneOrMore,
    };

    private static readonly Argument<int> Priority = new("N") { Description = "The priority; behind -- where it is below 0." };

    /// <summary>Makes the command.</summary>
    public static DocumentedCommand Create() => new DocumentedCommand(
        "tasks",
        "Look at the tasks of a server, add some, or change them.",
        "labqueue tasks list --status failed",
        "labqueue tasks watch --server http://queue.example:8090/senaite --auth-key \"$KEY\"")
        .With(
            TasksListCommand.Create(),
            TasksShowCommand.Create(),
            TasksAddCommand.Create(),
            CreateRequeue(),
            CreateCancel(),
            CreateRemove(),
            CreatePriority(),
            TasksWatchCommand.Create());

    private static DocumentedCommand CreateRequeue() => new DocumentedCommand(
        "requeue",
        "Put tasks back into the queue with fresh retries.",
        "labqueue tasks requeue 0194f7c0a5b27d3e8f1a2b3c4d5e6f70",
        "labqueue tasks list --status failed --json | jq -r '.tasks[].task_uid' | xargs labqueue tasks requeue")
        .With(Uids).With(SharedOptions.Connection)
        .Does((context, cancellationToken) => TaskChanges.RunAsync(
            context, "requeued", (queue, uid, by) => queue.RequeueAsync(uid, by, cancellationToken), cancellationToken));

    private static DocumentedCommand CreateCancel() => new DocumentedCommand(
        "cancel",
        "End tasks: at once while they wait, at their consumer's next heartbeat or report while they run.",
        "labqueue tasks cancel 0194f7c0a5b27d3e8f1a2b3c4d5e6f70")
        .With(Uids).With(SharedOptions.Connection)
        .Does((context, cancellationToken) => TaskChanges.RunAsync(
            context, "cancelled", (queue, uid, by) => queue.CancelAsync(uid, by, cancellationToken), cancellationToken));

    private static DocumentedCommand CreateRemove() => new DocumentedCommand(
        "remove",
        "Remove tasks from the queue, running ones as well. They stay in the history.",
        "labqueue tasks remove 0194f7c0a5b27d3e8f1a2b3c4d5e6f70")
        .With(Uids).With(SharedOptions.Connection)
        .Does((context, cancellationToken) => TaskChanges.RunAsync(
            context, "removed", (queue, uid, by) => queue.DeleteAsync(uid, by, cancellationToken), cancellationToken));

    private static DocumentedCommand CreatePriority() => new DocumentedCommand(
        "priority",
        "Give tasks another priority: lower comes first, a point is worth five minutes of waiting; new tasks have 10.",
        "labqueue tasks priority 1 0194f7c0a5b27d3e8f1a2b3c4d5e6f70")
        .With(Priority).With(Uids).With(SharedOptions.Connection)
        .Does((context, cancellationToken) => TaskChanges.RunAsync(
            context,
            "moved",
            (queue, uid, by) => queue.PrioritizeAsync(uid, context.Get(Priority), by, cancellationToken),
            cancellationToken));
}
