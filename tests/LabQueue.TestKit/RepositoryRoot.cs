namespace LabQueue.TestKit;

/// <summary>Finds files of the repository from where the tests run.</summary>
public static class RepositoryRoot
{
    /// <summary>The folder that holds <c>LabQueue.slnx</c>.</summary>
    /// <exception cref="DirectoryNotFoundException">No folder above the test's own holds it.</exception>
    public static string Path { get; } = Find(AppContext.BaseDirectory);

    /// <summary>The full path of a file or folder of the repository.</summary>
    /// <param name="parts">Names below the root, outermost first.</param>
    /// <returns>An absolute path, whether or not something is there.</returns>
    public static string Combine(params string[] parts)
    {
        ArgumentNullException.ThrowIfNull(parts);

        return System.IO.Path.Combine([Path, .. parts]);
    }

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
