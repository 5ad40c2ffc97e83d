using LabQueue.Lims.Background;
using LabQueue.Lims.Store;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LabQueue.Lims.Clients;

/// <summary>
/// Finishes what was begun to be given or taken: at a start what a process that was killed had left, and each minute what no
/// task is at any more. A link counts, whoever ends its task.
/// </summary>
/// <remarks>A task of the queue may be at the same: both take the steps that are left, whoever comes first.</remarks>
internal sealed partial class UnfinishedWalks(
    LabStore store, RightsWalk walk, LabSite site, ILogger<UnfinishedWalks> logger) : BackgroundService
{
    private const string System = "labqueue";

    private static readonly TimeSpan Between = TimeSpan.FromMinutes(1);

    /// <summary>Finishes all of them.</summary>
    public Task FinishAsync(CancellationToken cancellationToken) => FinishAsync(RightsWalk.UnfinishedAsync, cancellationToken);

    /// <summary>Finishes those that no task is at any more.</summary>
    public Task TakeUpAsync(CancellationToken cancellationToken) => FinishAsync(RightsWalk.AbandonedAsync, cancellationToken);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Between, store.Time);
        try
        {
            await TryAsync(FinishAsync, stoppingToken);
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await TryAsync(TakeUpAsync, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The process stops.
        }
    }

    private async Task FinishAsync(
        Func<LabReader, CancellationToken, Task<IReadOnlyList<string>>> findAsync, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> contacts;
        await using (var reader = await store.ReadAsync(site.Name, cancellationToken))
        {
            contacts = await findAsync(reader, cancellationToken);
        }

        foreach (var contact in contacts)
        {
            var origin = new Origin(System, store.Time.GetUtcNow().TruncateToMicroseconds());
            while (await walk.StepAsync(site.Name, contact, RightsWalk.UsualSize, origin, cancellationToken))
            {
                cancellationToken.ThrowIfCancellationRequested();
            }
        }
    }

    private async Task TryAsync(Func<CancellationToken, Task> finishAsync, CancellationToken cancellationToken)
    {
        try
        {
            await finishAsync(cancellationToken);
        }
        catch (Exception trouble) when (trouble is not OperationCanceledException)
        {
            LogTrouble(trouble);
        }
    }

    [LoggerMessage(5020, LogLevel.Error, "Rights that were being given cannot be finished; that is tried again in a minute")]
    private partial void LogTrouble(Exception exception);
}
