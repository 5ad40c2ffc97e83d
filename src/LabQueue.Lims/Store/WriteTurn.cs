namespace LabQueue.Lims.Store;

/// <summary>The right to write, until it is disposed of.</summary>
/// <param name="queue">Whose turn is next.</param>
internal sealed class WriteTurn(WriteQueue queue) : IDisposable
{
    private Func<bool>? _isAsked;
    private int _released;

    /// <summary>Whether others are to have it now: who has much to do does the rest in a turn of its own.</summary>
    public bool IsWanted => queue.IsPersonWaiting || _isAsked?.Invoke() == true;

    /// <summary>Others than those of the queue may want it, too.</summary>
    public void Ask(Func<bool> isAsked) => _isAsked = isAsked;

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _released, 1) == 0)
        {
            queue.Release();
        }
    }
}
