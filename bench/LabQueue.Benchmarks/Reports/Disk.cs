namespace LabQueue.Benchmarks.Reports;

/// <summary>What a folder lies on.</summary>
/// <param name="Device">The device.</param>
/// <param name="FileSystem">The kind of file system.</param>
internal sealed record Disk(string Device, string FileSystem)
{
    /// <summary>Finds it in the list of mounts: the deepest mount point above the folder.</summary>
    public static Disk Of(string folder)
    {
        var path = Path.GetFullPath(folder);
        var mount = File.ReadLines("/proc/self/mounts")
            .Select(line => line.Split(' '))
            .Where(fields => path.StartsWith(fields[1], StringComparison.Ordinal))
            .MaxBy(fields => fields[1].Length);
        return mount is null ? new Disk("unknown", "unknown") : new Disk(mount[0], mount[2]);
    }
}
