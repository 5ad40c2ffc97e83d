using System.Data.Common;
using System.Globalization;
using LabQueue.Lims.Store;

namespace LabQueue.Lims.Background;

/// <summary>Whether the laboratory can work: its database answers, and its outbox moves (design, D11).</summary>
internal sealed class LabReadiness(LabStore store, LabQueueLinks links, LabSite site, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan MostWaiting = TimeSpan.FromMinutes(1);

    /// <summary>What is wrong, in a sentence; null: nothing.</summary>
    public async Task<string?> FindTroubleAsync(CancellationToken cancellationToken)
    {
        try
        {
            var oldest = await OldestAsync(cancellationToken).WaitAsync(Patience, time, cancellationToken);
            return oldest is { } kept && time.GetUtcNow() - kept is var age && age > MostWaiting
                ? string.Create(
                    CultureInfo.InvariantCulture,
                    $"Work has waited for the queue for {age.TotalSeconds:0} s: {links.Of(site.Name).Trouble ?? "the outbox is not sent."}")
                : null;
        }
        catch (TimeoutException)
        {
            return "The laboratory's database has not answered for two seconds.";
        }
        catch (DbException trouble)
        {
            return $"The laboratory's database does not answer: {trouble.Message}";
        }
    }

    private async Task<DateTimeOffset?> OldestAsync(CancellationToken cancellationToken)
    {
        await using var reader = await store.ReadAsync(site.Name, cancellationToken);
        var kept = await reader.ScalarAsync<long?>(WorkSql.OldestKept, new { site = site.Name }, cancellationToken);
        return kept is { } time ? UnixTime.FromMicroseconds(time) : null;
    }
}
