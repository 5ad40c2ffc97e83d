namespace LabQueue.TestKit;

/// <summary>The executable <c>labqueue</c>, built as the running tests were (Release or Debug).</summary>
public static class BuiltProgram
{
    /// <summary>Its full path; the tests that start it reference <c>LabQueue.Host</c>, so it has been built.</summary>
    public static string Path { get; } = RepositoryRoot.Combine(
        "artifacts", "bin", "LabQueue.Host", Configuration, OperatingSystem.IsWindows() ? "labqueue.exe" : "labqueue");

    /// <summary>The full path of another program's executable, such as a sample's; the tests that start it have it built.</summary>
    public static string Of(string name) =>
        RepositoryRoot.Combine("artifacts", "bin", name, Configuration, name);

    /// <summary>How it was built: the tests run in artifacts/bin/PROJECT/CONFIGURATION/.</summary>
    public static string Configuration =>
        System.IO.Path.GetFileName(System.IO.Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
}
