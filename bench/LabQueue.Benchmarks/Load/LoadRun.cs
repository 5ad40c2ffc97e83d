using System.Diagnostics;
using LabQueue.Benchmarks.Running;

namespace LabQueue.Benchmarks.Load;

/// <summary>Lets several connections do the same thing at once, each from a thread of its own, and measures them.</summary>
internal static class LoadRun
{
    // Empty answers between two tasks; more in a row mean that there is no more to do.
    private const int MostEmptyInARow = 2_000;

    /// <summary>Measures.</summary>
    /// <param name="target">Who is asked.</param>
    /// <param name="connections">How many connections.</param>
    /// <param name="operations">How often it is done, over all connections.</param>
    /// <param name="make">Makes the caller with that number, from 1.</param>
    public static LoadResult Run(Target target, int connections, int operations, Func<int, Caller> make)
    {
        Caller[] callers = [.. Enumerable.Range(1, connections).Select(make)];
        var run = new Progress(operations, connections);
        long allocated = 0;
        using var start = new Barrier(connections + 1);
        Exception? failure = null;
        var threads = callers.Select(caller => new Thread(() =>
        {
            start.SignalAndWait();
            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                Repeat(caller, run);
            }
            catch (Exception exception) when (exception is IOException or InvalidDataException or System.Net.Sockets.SocketException)
            {
                failure = exception;
            }

            Interlocked.Add(ref allocated, GC.GetAllocatedBytesForCurrentThread() - before);
        })).ToList();
        threads.ForEach(thread => thread.Start());
        var meter = CpuMeter.Start(target.ProcessId);
        var allocatedBefore = GC.GetTotalAllocatedBytes(precise: true);
        start.SignalAndWait();
        var started = Stopwatch.GetTimestamp();
        threads.ForEach(thread => thread.Join());
        var elapsed = Stopwatch.GetElapsedTime(started);
        var result = new LoadResult(run.Ticks.AsSpan(0, run.Done), elapsed, meter.Stop())
        {
            Empty = callers.Sum(caller => caller.Empty),
            AllocatedByOthers = GC.GetTotalAllocatedBytes(precise: true) - allocatedBefore - allocated,
        };
        Finish(callers);
        return failure is null ? result : throw new InvalidDataException("A call of the load failed.", failure);
    }

    private static void Repeat(Caller caller, Progress run)
    {
        var empty = 0;
        while (empty < MostEmptyInARow && Volatile.Read(ref run.Done) < run.Wanted)
        {
            var begun = Stopwatch.GetTimestamp();
            if (!caller.Step())
            {
                empty++;
                continue;
            }

            empty = 0;
            run.Ticks[Interlocked.Increment(ref run.Done) - 1] = Stopwatch.GetTimestamp() - begun;
        }
    }

    private static void Finish(Caller[] callers)
    {
        foreach (var caller in callers)
        {
            caller.Finish();
            caller.Dispose();
        }
    }

    // Each connection may have one more under way when the last one that is wanted is done.
    private sealed class Progress(int wanted, int connections)
    {
        public int Done;

        public int Wanted { get; } = wanted;

        public long[] Ticks { get; } = new long[wanted + connections];
    }
}
