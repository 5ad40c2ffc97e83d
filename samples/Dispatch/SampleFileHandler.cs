using LabQueue.Consumer;

namespace Dispatch;

/// <summary>A custom task: makes a file for each sample, such as a label or a report.</summary>
public sealed class SampleFileHandler(SampleFolder samples) : ITaskHandler
{
    /// <inheritdoc/>
    public async Task HandleAsync(TaskRun run, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(run);
        foreach (var uid in run.Chunk)
        {
            // Written again it is the same file: nothing to remember.
            await samples.WriteAsync(uid, $"Sample {uid}, for {run.Task.Username}\n", cancellationToken);
        }
    }
}
