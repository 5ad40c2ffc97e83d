using LabQueue.Consumer;

namespace LabQueue.LedgerConsumer;

/// <summary>Takes its time for each object, and writes it down as the object's effect.</summary>
/// <param name="ledger">Where.</param>
/// <param name="pace">The time.</param>
internal sealed class LedgerHandler(RunLedger ledger, TimeSpan pace) : ITaskHandler
{
    /// <inheritdoc/>
    public async Task HandleAsync(TaskRun run, CancellationToken cancellationToken)
    {
        ledger.Begin(run.Task);
        foreach (var uid in run.Chunk)
        {
            await Task.Delay(pace, TimeProvider.System, cancellationToken);
            ledger.Effect(run.Task, uid);
        }

        ledger.End(run.Task);
    }
}
