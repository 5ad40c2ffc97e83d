namespace LabQueue.Lims.Store;

/// <summary>The right to write, until it is disposed of.</summary>
/// <param name="queue">Whose turn is next.</param>
internal sealed class WriteTurn(WriteQueue queue) : IDisposable
{
    private int _released;

    /// <summary>Whether a person waits for it: who has much to do does the rest in a turn of its own.</summary>
    public bool IsWanted => queue.IsPersonWaiting;

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _released, 1) == 0)
        {
            queue.Release();
        }
    }
}
