using System.Diagnostics;
using System.Globalization;
using LabQueue.Benchmarks.Running;

namespace LabQueue.Benchmarks.Peers;

/// <summary>What <c>bench/peers/peer.mjs</c> does for the peers on Node, for those on .NET and for LabQueue itself.</summary>
internal static class PeerCommand
{
    /// <summary>Runs <c>SYSTEM COMMAND COUNT ARGUMENTS…</c>.</summary>
    public static async Task<int> RunAsync(string[] arguments)
    {
        var (system, command, count) = (arguments[0], arguments[1], int.Parse(arguments[2], CultureInfo.InvariantCulture));
        await using IPeer peer = system == "quartz" ? new QuartzPeer(arguments[3]) : new LabQueuePeer(arguments[3..]);
        switch (command)
        {
            case "fill":
                await peer.FillAsync(count);
                Say("filled");
                break;
            case "drain":
                await DrainAsync(peer, count);
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
