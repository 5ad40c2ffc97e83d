using Microsoft.Extensions.Hosting;

namespace LabQueue.Host.Serving;

/// <summary>Leaves the operating system's signals to <see cref="StopSignal"/>: the framework's own lifetime would stop at once.</summary>
internal sealed class NoSignals : IHostLifetime
{
    /// <inheritdoc/>
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
