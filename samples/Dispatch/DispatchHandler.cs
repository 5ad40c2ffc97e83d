using LabQueue.Consumer;

namespace Dispatch;

/// <summary>The custom action <c>dispatch</c>: many samples are sent away at a click, and done in chunks.</summary>
public sealed class DispatchHandler(SampleFolder samples) : ITaskHandler
{
    /// <inheritdoc/>
    public async Task HandleAsync(TaskRun run, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(run);
        foreach (var uid in run.Chunk)
        {
            // A chunk may come twice, so what this very task has dispatched before is well.
            var task = await samples.DispatchAsync(uid, run.Task.TaskUid, cancellationToken);
            if (task != run.Task.TaskUid)
            {
                run.Refused(uid, $"It was dispatched already, by task {task}.");
            }
        }
    }
}
