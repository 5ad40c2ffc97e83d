namespace LabQueue.EndToEnd.Tests.Running;

/// <summary>An empty folder that is gone after the test. Its path is short: a server makes a socket in it.</summary>
internal sealed class ScratchFolder : IDisposable
{
    /// <summary>Its path.</summary>
    public string Path { get; } = Directory.CreateTempSubdirectory("labqueue-e2e-").FullName;

    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            Directory.Delete(Path, recursive: true);
        }
        catch (IOException)
        {
            // A server that was killed this moment may still hold it; the system cleans its folder of such things.
        }
    }
}
