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
        while (await SealAsync(cancellationToken) is > 0 and var sealedNow)
        {
            count += sealedNow;
        }

        return count;
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
        var (head, seals) = await NextAsync(cancellationToken);
        if (seals.Count == 0)
        {
            return 0;
        }

        // Sealing is nobody's work: like a task's, it waits for people.
        await using var work = await store.BeginAsync(site.Name, WorkEnd.Origin(time, string.Empty), cancellationToken);
        if ((await HeadAsync(work, cancellationToken))?.Position != head?.Position)
        {
            // Another process was faster; what is left is sealed the next time.
            return 0;
        }

        var made = 0;
        foreach (var seal in seals)
        {
            await work.RepeatAsync(
                AuditSql.Seal,
                new
                {
                    site = site.Name,
                    position = seal.Position,
                    audit_number = seal.AuditNumber,
                    hash = seal.Hash,
                    @sealed = work.Now.ToMicroseconds(),
                },
                cancellationToken);
            made++;
            if (work.IsWanted)
            {
                break;
            }
        }

        await work.CommitAsync(cancellationToken);
        return made;
    }

    // Made before the turn to write, so that nobody waits for them: what is committed does not change.
    private async Task<(AuditSeal? Head, IReadOnlyList<AuditSeal> Seals)> NextAsync(CancellationToken cancellationToken)
    {
        await using var reader = await store.ReadAsync(site.Name, cancellationToken);
        var head = await HeadAsync(reader, cancellationToken);
        var last = head ?? new AuditSeal { Hash = AuditChain.Start };
        var seals = new List<AuditSeal>();
        foreach (var entry in await UnsealedAsync(reader, last, MostAtOnce, cancellationToken))
        {
            last = new AuditSeal
            {
                Position = last.Position + 1,
                AuditNumber = entry.Number,
                Hash = AuditChain.Hash(last.Hash, entry),
            };
            seals.Add(last);
        }

        return (head, seals);
    }

    private static Task<IReadOnlyList<AuditEntry>> UnsealedAsync(
        LabReader reader, AuditSeal head, int limit, CancellationToken cancellationToken) =>
        reader.QueryAsync<AuditEntry>(
            AuditSql.Unsealed,
            new { site = reader.Site, after = head.AuditNumber - Window, limit },
            cancellationToken);

    [LoggerMessage(5006, LogLevel.Error, "The audit trail cannot be sealed")]
    private partial void LogTrouble(Exception exception);
}
