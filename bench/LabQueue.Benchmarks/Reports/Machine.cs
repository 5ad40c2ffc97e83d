using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using LabQueue.Benchmarks.Running;
using LabQueue.Storage.Sqlite.Native;

namespace LabQueue.Benchmarks.Reports;

/// <summary>Describes the machine, so that figures can be judged elsewhere.</summary>
internal static class Machine
{
    /// <summary>Everything that figures depend on, as a Markdown list.</summary>
    /// <param name="folder">Where the data lies.</param>
    public static string Describe(string folder)
    {
        var disk = Disk.Of(folder);
        var fsyncs = FsyncRate.Measure(folder);
        string[] lines =
        [
            $"Processor: {Field("/proc/cpuinfo", "model name")}, {Environment.ProcessorCount} cores",
            $"Memory: {Kilobytes("MemTotal") / 1_048_576.0:0} GiB",
            $"System: {RuntimeInformation.OSDescription}, kernel {Kernel()}",
            $"Disk: {disk.Device}, {disk.FileSystem}; {fsyncs:#,0} appended blocks of 4 KiB a second, each with fsync",
            $"Runtime: {RuntimeInformation.FrameworkDescription}; {SqliteEngine.Description}, WAL, synchronous=FULL",
            $"Commit: {Git("rev-parse", "--short", "HEAD")}{(Git("status", "--porcelain").Length == 0 ? string.Empty : " with changes")}",
            $"Date: {TimeProvider.System.GetUtcNow():yyyy-MM-dd}",
        ];
        return string.Join('\n', lines.Select(line => "- " + line.ToString(CultureInfo.InvariantCulture)));
    }

    // What a distribution or a provider puts behind the version says nothing about speed.
    private static string Kernel() => File.ReadAllText("/proc/sys/kernel/osrelease").Trim().Split('-')[0];

    private static string Field(string file, string name) =>
        File.ReadLines(file).FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal))?.Split(':', 2)[1].Trim()
        ?? "unknown";

    private static double Kilobytes(string name) =>
        double.Parse(Field("/proc/meminfo", name).Split(' ')[0], CultureInfo.InvariantCulture);

    private static string Git(params string[] arguments)
    {
        var start = new ProcessStartInfo("git", arguments)
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
            WorkingDirectory = RepositoryRoot.Path,
        };
        using var git = Process.Start(start);
        var text = git?.StandardOutput.ReadToEnd().Trim() ?? "unknown";
        git?.WaitForExit();
        return text;
    }
}
