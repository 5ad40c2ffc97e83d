using LabQueue.Lims.Access;
using LabQueue.Lims.Objects;
using LabQueue.Lims.Store;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LabQueue.Lims.Background;

/// <summary>
/// Completes samples whose registration nobody is at any more: the process ended in between, or their task was removed. What
/// was acknowledged is a sample with a number in the end.
/// </summary>
internal sealed partial class RegistrationKeeper(
    LabStore store, IBackgroundWork background, ILabUsers users, LabSite site, TimeProvider time, ILogger<RegistrationKeeper> logger)
    : BackgroundService
{
    private const int MostAtOnce = 500;

    private const string Lost =
        """
        select o.uid as Uid, o.creator as Creator from lab_object o
        where o.site = @site and o.portal_type = 'AnalysisRequest' and o.state = 'pending_sample' and o.deleted = 0
          and o.modified < @before
          and not exists (select 1 from pending_item p where p.site = o.site and p.object_uid = o.uid)
        order by o.sort_key, o.uid limit @limit
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>Completes what has waited for a minute and for no task.</summary>
    /// <returns>How many samples that were.</returns>
    public async Task<int> RunOnceAsync(CancellationToken cancellationToken)
    {
        var lost = await LostAsync(cancellationToken);
        foreach (var group in lost.GroupBy(row => row.Creator, StringComparer.Ordinal))
        {
            if (await UserAsync(group.Key, cancellationToken) is { } user)
            {
                var request = new WorkRequest(WorkAction.Register, LabUid.Site, [.. group.Select(row => row.Uid)]);
                var origin = new Origin(user.Username, time.GetUtcNow().TruncateToMicroseconds()) { Roles = user.Roles };
                await background.RunAsync(site.Name, request, user, origin, cancellationToken);
            }
        }

        return lost.Count;
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Patience, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await TryAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The process stops.
        }
    }

    private async Task TryAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (await RunOnceAsync(cancellationToken) is > 0 and var count)
            {
                LogTakenUp(count);
            }
        }
        catch (Exception trouble) when (trouble is not OperationCanceledException)
        {
            LogTrouble(trouble);
        }
    }

    private async Task<IReadOnlyList<LostSample>> LostAsync(CancellationToken cancellationToken)
    {
        await using var reader = await store.ReadAsync(site.Name, cancellationToken);
        var before = (time.GetUtcNow() - Patience).ToMicroseconds();
        return await reader.QueryAsync<LostSample>(Lost, new { site = site.Name, before, limit = MostAtOnce }, cancellationToken);
    }

    private async Task<LabUser?> UserAsync(string username, CancellationToken cancellationToken)
    {
        await using var reader = await store.ReadAsync(site.Name, cancellationToken);
        return await users.FindAsync(reader, username, cancellationToken);
    }

    [LoggerMessage(5007, LogLevel.Warning, "{Count} samples were registered and never completed; that is done now")]
    private partial void LogTakenUp(int count);

    [LoggerMessage(5008, LogLevel.Error, "Registrations that nobody is at cannot be taken up")]
    private partial void LogTrouble(Exception exception);

    private sealed record LostSample
    {
        public string Uid { get; init; } = string.Empty;

        public string Creator { get; init; } = string.Empty;
    }
}
