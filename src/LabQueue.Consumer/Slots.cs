namespace LabQueue.Consumer;

/// <summary>Room for tasks: a call for work takes as many slots as tasks that it asks for.</summary>
internal sealed class Slots(int count) : IDisposable
{
    private readonly SemaphoreSlim _free = new(count);

    /// <summary>Waits until there is a free slot, and takes all that are free.</summary>
    /// <returns>How many: at least one.</returns>
    public async Task<int> TakeAsync(CancellationToken cancellationToken)
    {
        await _free.WaitAsync(cancellationToken);
        var taken = 1;
        while (_free.Wait(0, CancellationToken.None))
        {
            taken++;
        }

        return taken;
    }

    /// <summary>Gives slots back.</summary>
    public void Return(int slots)
    {
        if (slots > 0)
        {
            _free.Release(slots);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _free.Dispose();
}
