using System.Diagnostics;
using System.Globalization;

namespace LabQueue.Benchmarks.Running;

/// <summary>Measures processor time between two moments.</summary>
internal sealed class CpuMeter
{
    // Linux counts in hundredths of a second in all files read here.
    private const double TicksPerSecond = 100;

    private readonly int? _server;
    private readonly long _started = Stopwatch.GetTimestamp();
    private readonly TimeSpan _serverBefore;
    private readonly TimeSpan _ownBefore;
    private readonly TimeSpan _allBefore;

    private CpuMeter(int? server)
    {
        _server = server;
        _allBefore = OfMachine();
        _ownBefore = Environment.CpuUsage.TotalTime;
        _serverBefore = OfProcess(server);
    }

    /// <summary>Starts.</summary>
    /// <param name="server">Process of the server; null: the benchmark's own.</param>
    public static CpuMeter Start(int? server) => new(server);

    /// <summary>Reads off.</summary>
    public CpuUse Stop()
    {
        var server = OfProcess(_server) - _serverBefore;
        var own = Environment.CpuUsage.TotalTime - _ownBefore;
        var others = OfMachine() - _allBefore - server - own;
        var elapsed = Stopwatch.GetElapsedTime(_started);
        return new CpuUse(server, own, Math.Max(0, others / elapsed));
    }

    /// <summary>Processor time of a process so far, without that of processes which it started.</summary>
    /// <param name="process">Its number; null: none.</param>
    public static TimeSpan OfProcess(int? process)
    {
        if (process is not { } id)
        {
            return TimeSpan.Zero;
        }

        // Behind the name, which may hold blanks, the 12th and 13th fields are user and system time.
        var stat = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{id}/stat"));
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return ToTime(fields[11]) + ToTime(fields[12]);
    }

    // user, nice and system time, interrupts; not idle and not waiting for the disk.
    private static TimeSpan OfMachine()
    {
        var fields = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        int[] busy = [1, 2, 3, 6, 7];
        return busy.Aggregate(TimeSpan.Zero, (sum, field) => sum + ToTime(fields[field]));
    }

    private static TimeSpan ToTime(string ticks) =>
        TimeSpan.FromSeconds(long.Parse(ticks, CultureInfo.InvariantCulture) / TicksPerSecond);
}
