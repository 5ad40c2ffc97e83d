using LabQueue.Lims.Background;
using LabQueue.Lims.Store;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LabQueue.Lims.Clients;

/// <summary>Finishes at a start what a process that was killed had begun to give or take.</summary>
/// <remarks>A task of the queue may be at the same: both take the steps that are left, whoever comes first.</remarks>
internal sealed partial class UnfinishedWalks(
    LabStore store, RightsWalk walk, LabSite site, ILogger<UnfinishedWalks> logger) : BackgroundService
{
    private const string System = "labqueue";

    /// <summary>Finishes them.</summary>
    public async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<string> contacts;
        await using (var reader = await store.ReadAsync(site.Name, cancellationToken))
        {
            contacts = await RightsWalk.UnfinishedAsync(reader, cancellationToken);
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

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await RunOnceAsync(stoppingToken);
        }
        catch (Exception trouble) when (trouble is not OperationCanceledException)
        {
            LogTrouble(trouble);
        }
    }

    [LoggerMessage(5020, LogLevel.Error, "Rights that were being given cannot be finished; the next start tries again")]
    private partial void LogTrouble(Exception exception);
}
