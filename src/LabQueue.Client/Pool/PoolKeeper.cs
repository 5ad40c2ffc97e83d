using Microsoft.Extensions.Hosting;

namespace LabQueue.Client.Pool;

/// <summary>Keeps a pool for as long as the host runs.</summary>
internal sealed class PoolKeeper(QueuePool pool) : BackgroundService
{
    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => pool.RunAsync(stoppingToken);
}
