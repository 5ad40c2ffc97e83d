using System.Diagnostics;
using System.Globalization;
using LabQueue.Benchmarks.Running;

namespace LabQueue.Benchmarks.Peers;

/// <summary>What <c>bench/peers/peer.mjs</c> does for the peers on Node, for those on .NET and for LabQueue itself.</summary>
internal static class PeerCommand
{
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(20);

    /// <summary>Runs <c>SYSTEM COMMAND COUNT ARGUMENTS…</c>.</summary>
    public static async Task<int> RunAsync(string[] arguments)
    {
        var (system, words, count) = (arguments[0], arguments[1].Split(':'), int.Parse(arguments[2], CultureInfo.InvariantCulture));
        await using IPeer peer = system == "quartz" ? new QuartzPeer(arguments[3]) : new LabQueuePeer(arguments[3..]);
        switch (words[0])
        {
            case "fill":
                await peer.FillAsync(count);
                Say("filled");
                break;
            case "drain":
                await DrainAsync(peer, count);
                break;
            case "work":
                await WorkAsync(peer);
                break;
            case "adds":
            case "lists":
                await AddManyAsync(peer, count, int.Parse(words[1], CultureInfo.InvariantCulture), words[0] == "lists" ? 100 : 1);
                break;
            case "serve":
                await peer.ServeAsync(number => Say($"start {number} {Stopwatch.GetTimestamp()}"));
                Say("ready");
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System);
                break;
            case "add":
                await AddAsync(peer, count);
                break;
        }

        return 0;
    }

    private static async Task DrainAsync(IPeer peer, int count)
    {
        var handled = new bool[count + 1];
        Say("ready");
        Console.ReadLine();
        var started = Stopwatch.GetTimestamp();
        await peer.DrainAsync(count, number => handled[number] = true);
        Say($"done {Stopwatch.GetElapsedTime(started).TotalNanoseconds:0} {handled.Count(number => number)} {await peer.LeftAsync()}");
    }

    private static async Task WorkAsync(IPeer peer)
    {
        var handled = 0;
        Say("ready");
        Console.ReadLine();
        Say($"begun {Now()}");
        await peer.ServeAsync(_ => Interlocked.Increment(ref handled));
        await using (new Timer(_ => Say($"handled {Volatile.Read(ref handled)}"), null, Every, Every))
        {
            await Task.Run(Console.ReadLine);
        }

        await peer.StopAsync();
        Say($"done {Now()} {await peer.LeftAsync()}");
    }

    private static async Task AddManyAsync(IPeer peer, int count, int callers, int size)
    {
        await peer.PrepareAddsAsync();
        Say("ready");
        Console.ReadLine();
        var started = Stopwatch.GetTimestamp();
        var next = 1 - size;
        await Task.WhenAll(Enumerable.Range(0, callers).Select(async _ =>
        {
            while (Interlocked.Add(ref next, size) is var first && first <= count)
            {
                await (size > 1 ? peer.AddListAsync(first, size) : peer.AddAsync(first));
            }
        }));
        Say($"done {Stopwatch.GetElapsedTime(started).TotalNanoseconds:0}");
    }

    // Nanoseconds of the machine's clock, as Node has it.
    private static long Now() => (long)(Stopwatch.GetTimestamp() * (1e9 / Stopwatch.Frequency));

    private static async Task AddAsync(IPeer peer, int count)
    {
        await peer.PrepareAddsAsync();
        Say("ready");
        for (var number = 1; number <= count; number++)
        {
            Pause.For(TimeSpan.FromMilliseconds(Random.Shared.Next(20, 50)));
            Say($"add {number} {Stopwatch.GetTimestamp()}");
            await peer.AddAsync(number);
        }
    }

    private static void Say(FormattableString text) => Say(FormattableString.Invariant(text));

    private static void Say(string text)
    {
        lock (Console.Out)
        {
            Console.Out.WriteLine(text);
        }
    }
}
