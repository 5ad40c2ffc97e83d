using LabQueue.Host.Watching;

namespace LabQueue.Host.Commands;

/// <summary><c>labqueue tasks watch</c></summary>
internal static class TasksWatchCommand
{
    /// <summary>Makes the command.</summary>
    public static DocumentedCommand Create() => new DocumentedCommand(
        "watch",
        "Watch the queue: a live table on a terminal, else a line for each thing that happens.",
        "labqueue tasks watch",
        "labqueue tasks watch --json >> queue-events.jsonl")
        .With(SharedOptions.Connection)
        .Does(async (context, cancellationToken) =>
        {
            using var queue = await ServerConnection.OpenAsync(context, cancellationToken);
            if (context.Terminal.IsLive)
            {
                await new LiveTasks(queue, context.Time).RunAsync(cancellationToken);
            }
            else
            {
                await EventLines.RunAsync(queue, context.Terminal, context.Time, cancellationToken);
            }

            return ExitCode.Done;
        });
}
