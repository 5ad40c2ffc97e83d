using LabQueue.EndToEnd.Tests.Running;

namespace LabQueue.EndToEnd.Tests.Laboratory;

/// <summary>The demo laboratory, running for all tests of a class.</summary>
public sealed class RunningLaboratory : IAsyncLifetime
{
    private readonly ScratchFolder _folder = new();
    private ServerProcess? _process;

    /// <summary>How it is reached.</summary>
    internal ServerSetup Setup => _process!.Setup;

    /// <summary>The faults that it wrote of.</summary>
    internal IReadOnlyList<string> Faults => _process!.Faults;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync() =>
        _process = await ServerProcess.StartAsync(LabSetup.Of(_folder.Path), TestContext.Current.CancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await _process.DisposeAsync();
        }

        _folder.Dispose();
    }
}
