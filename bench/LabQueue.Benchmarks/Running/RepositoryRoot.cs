namespace LabQueue.Benchmarks.Running;

/// <summary>Finds files of the repository from where the benchmark runs.</summary>
internal static class RepositoryRoot
{
    /// <summary>The folder that holds <c>LabQueue.slnx</c>.</summary>
    public static string Path { get; } = Find(AppContext.BaseDirectory);

    /// <summary>The full path of a file or folder of the repository.</summary>
    public static string Combine(params ReadOnlySpan<string> parts) => System.IO.Path.Combine([Path, .. parts]);

    private static string Find(string start)
    {
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "LabQueue.slnx")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException($"No folder above {start} holds LabQueue.slnx.");
    }
}
