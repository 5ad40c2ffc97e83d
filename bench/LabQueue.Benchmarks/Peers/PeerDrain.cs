namespace LabQueue.Benchmarks.Peers;

/// <summary>Works a queue off.</summary>
internal static class PeerDrain
{
    /// <summary>Lets a peer work tasks off that do nothing, until none is left and the queue knows.</summary>
    /// <param name="peer">The queue.</param>
    /// <param name="count">How many tasks there are.</param>
    /// <param name="onTask">Told each.</param>
    public static async Task DrainAsync(this IPeer peer, int count, Action<int> onTask)
    {
        var left = count;
        var all = new TaskCompletionSource();
        await peer.ServeAsync(number =>
        {
            onTask(number);
            if (Interlocked.Decrement(ref left) == 0)
            {
                all.SetResult();
            }
        });
        await all.Task;
        await peer.StopAsync();
    }
}
