using LabQueue.Lims.Background;
using LabQueue.Lims.Store;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LabQueue.Lims.Audit;

/// <summary>Chains what was committed to a site's audit trail, within two seconds.</summary>
internal sealed partial class AuditSealer(
    LabStore store, AuditHeads heads, LabSite site, TimeProvider time, ILogger<AuditSealer> logger) : BackgroundService
{
    // A transaction that began earlier may commit later: numbers that far back are looked at again.
    private const long Window = 10_000;
    private const int MostAtOnce = 500;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan HeadEvery = TimeSpan.FromHours(1);

    private DateTimeOffset _headNoted;
    private bool _isInTrouble;

    /// <summary>Seals what has no seal.</summary>
    /// <returns>How many entries were sealed.</returns>
    public async Task<int> RunOnceAsync(CancellationToken cancellationToken)
    {
        var count = 0;
        while (true)
        {
            var sealedNow = await SealAsync(cancellationToken);
            count += sealedNow;
            if (sealedNow < MostAtOnce)
            {
                return count;
            }
        }
    }

    /// <summary>Notes the chain's head outside the database: what was sealed by then cannot be cut off unseen.</summary>
    public async Task NoteHeadAsync(CancellationToken cancellationToken)
    {
        await using var reader = await store.ReadAsync(site.Name, cancellationToken);
        if (await HeadAsync(reader, cancellationToken) is { } head)
        {
            await heads.NoteAsync(site.Name, head, time.GetUtcNow(), cancellationToken);
        }

        _headNoted = time.GetUtcNow();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            do
            {
                await TryAsync(stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The process stops. What has no seal yet gets it after the next start.
        }
    }

    private static async Task<AuditSeal?> HeadAsync(LabReader reader, CancellationToken cancellationToken) =>
        await reader.QueryAsync<AuditSeal>(AuditSql.Head, new { site = reader.Site }, cancellationToken) is [var head] ? head : null;

    private async Task TryAsync(CancellationToken cancellationToken)
    {
        try
        {
            await RunOnceAsync(cancellationToken);
            if (time.GetUtcNow() - _headNoted >= HeadEvery)
            {
                await NoteHeadAsync(cancellationToken);
            }

            _isInTrouble = false;
        }
        catch (Exception trouble) when (trouble is not OperationCanceledException)
        {
            if (!_isInTrouble)
            {
                LogTrouble(trouble);
            }

            _isInTrouble = true;
        }
    }

    private async Task<int> SealAsync(CancellationToken cancellationToken)
    {
        if (!await HasUnsealedAsync(cancellationToken))
        {
            return 0;
        }

        // Sealing is nobody's work: like a task's, it waits for people.
        await using var work = await store.BeginAsync(site.Name, WorkEnd.Origin(time, string.Empty), cancellationToken);
        var head = await HeadAsync(work, cancellationToken) ?? new AuditSeal { Hash = AuditChain.Start };
        var entries = await UnsealedAsync(work, head, MostAtOnce, cancellationToken);
        foreach (var entry in entries)
        {
            head = new AuditSeal
            {
                Position = head.Position + 1,
                AuditNumber = entry.Number,
                Hash = AuditChain.Hash(head.Hash, entry),
            };
            await work.ExecuteAsync(
                AuditSql.Seal,
                new
                {
                    site = site.Name,
                    position = head.Position,
                    audit_number = head.AuditNumber,
                    hash = head.Hash,
                    @sealed = work.Now.ToMicroseconds(),
                },
                cancellationToken);
        }

        await work.CommitAsync(cancellationToken);
        return entries.Count;
    }

    private async Task<bool> HasUnsealedAsync(CancellationToken cancellationToken)
    {
        await using var reader = await store.ReadAsync(site.Name, cancellationToken);
        return (await UnsealedAsync(reader, await HeadAsync(reader, cancellationToken), 1, cancellationToken)).Count > 0;
    }

    private static Task<IReadOnlyList<AuditEntry>> UnsealedAsync(
        LabReader reader, AuditSeal? head, int limit, CancellationToken cancellationToken) =>
        reader.QueryAsync<AuditEntry>(
            AuditSql.Unsealed,
            new { site = reader.Site, after = (head?.AuditNumber ?? 0) - Window, limit },
            cancellationToken);

    [LoggerMessage(5006, LogLevel.Error, "The audit trail cannot be sealed")]
    private partial void LogTrouble(Exception exception);
}
