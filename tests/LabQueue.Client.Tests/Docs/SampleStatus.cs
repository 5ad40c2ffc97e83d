using LabQueue.Client.Pool;

namespace LabQueue.Client.Tests.Docs;

public sealed class SampleStatus(QueuePool pool)
{
    public async Task<string> OfAsync(string sampleUid, CancellationToken cancellationToken)
    {
        if (!await pool.IsQueuedAsync(sampleUid, cancellationToken))
        {
            return pool.State.IsStale ? "free, as far as known" : "free";
        }

        return $"being processed: {pool.TasksOf(sampleUid)[0].Name}";
    }
}
