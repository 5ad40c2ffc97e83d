using System.Runtime;
using Microsoft.Extensions.Hosting;

namespace LabQueue.Server.Hosting;

/// <summary>Gives memory back to the machine some seconds after a burst of work.</summary>
/// <remarks>
/// The collector keeps what the heap grew to until it runs again, which it never does while nothing happens. A large heap is
/// left alone: to go through it would make the next request wait.
/// </remarks>
/// <param name="time">The clock.</param>
internal sealed class MemoryKeeper(TimeProvider time) : BackgroundService
{
    private const long LargeHeap = 192 * 1_024 * 1_024;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var rest = new RestAfterWork();
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                if (rest.Begins(GC.CollectionCount(0)) && GC.GetTotalMemory(forceFullCollection: false) < LargeHeap)
                {
                    GCSettings.LargeObjectHeapCompactionMode = GCLargeObjectHeapCompactionMode.CompactOnce;
                    GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
                    NativeHeap.Trim();
                    rest.Used(GC.CollectionCount(0));
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops.
        }
    }
}
