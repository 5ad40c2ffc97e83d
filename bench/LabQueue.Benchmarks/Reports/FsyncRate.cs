using System.Diagnostics;

namespace LabQueue.Benchmarks.Reports;

/// <summary>How often a second the disk confirms a write: the ceiling of commits one after another.</summary>
internal static class FsyncRate
{
    private const int BlockBytes = 4_096;

    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(2);

    /// <summary>Appends blocks to a file, and waits for the disk after each.</summary>
    public static double Measure(string folder)
    {
        var file = Path.Combine(folder, "fsync");
        var block = new byte[BlockBytes];
        var count = 0;
        var started = Stopwatch.GetTimestamp();
        using (var stream = new FileStream(file, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0))
        {
            for (; Stopwatch.GetElapsedTime(started) < Duration; count++)
            {
                stream.Write(block);
                stream.Flush(flushToDisk: true);
            }
        }

        var rate = count / Stopwatch.GetElapsedTime(started).TotalSeconds;
        File.Delete(file);
        return rate;
    }
}
