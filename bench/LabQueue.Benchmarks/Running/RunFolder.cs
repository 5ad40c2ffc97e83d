namespace LabQueue.Benchmarks.Running;

/// <summary>A fresh folder for a run, gone after it. It must lie on a disk: in memory a commit costs nothing.</summary>
internal sealed class RunFolder : IDisposable
{
    private int _next;

    /// <summary>Makes the folder.</summary>
    /// <param name="parent">Where.</param>
    /// <exception cref="InvalidOperationException">That is no disk.</exception>
    public RunFolder(string parent)
    {
        Directory.CreateDirectory(parent);
        var disk = Reports.Disk.Of(parent);
        if (disk.FileSystem is "tmpfs" or "ramfs" or "overlay")
        {
            throw new InvalidOperationException($"{parent} lies on {disk.FileSystem}; name a folder on a disk with --data.");
        }

        Path = Directory.CreateDirectory(
            System.IO.Path.Combine(parent, Guid.NewGuid().ToString("N")[..8])).FullName;
    }

    /// <summary>Its path.</summary>
    public string Path { get; }

    /// <summary>Makes an empty folder in it.</summary>
    public string Next(string name) =>
        Directory.CreateDirectory(System.IO.Path.Combine(Path, $"{name}{++_next}")).FullName;

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(Path, recursive: true);
}
