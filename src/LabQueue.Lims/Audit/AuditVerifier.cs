using LabQueue.Lims.Store;

namespace LabQueue.Lims.Audit;

/// <summary>Goes through a site's audit trail and its chain, and tells what does not fit.</summary>
/// <param name="heads">Heads that were noted outside.</param>
internal sealed class AuditVerifier(AuditHeads heads)
{
    private const int Page = 1_000;
    private const int MostFaults = 20;

    /// <summary>The sites that have a trail.</summary>
    public static Task<IReadOnlyList<string>> SitesAsync(LabReader reader, CancellationToken cancellationToken) =>
        reader.QueryAsync<string>(AuditSql.Sites, new { }, cancellationToken);

    /// <summary>Checks a site.</summary>
    public async Task<AuditFinding> VerifyAsync(LabReader reader, CancellationToken cancellationToken)
    {
        var noted = (await heads.ReadAsync(reader.Site, cancellationToken)).ToLookup(head => head.Position, head => head.Hash);
        var faults = new List<string>();
        var last = new AuditSeal { Hash = AuditChain.Start };
        var covered = new HashSet<long>();
        while (faults.Count < MostFaults)
        {
            var seals = await reader.QueryAsync<AuditSeal>(
                AuditSql.Seals, new { site = reader.Site, after = last.Position, limit = Page }, cancellationToken);
            if (seals.Count == 0)
            {
                break;
            }

            var entries = await EntriesAsync(reader, seals, cancellationToken);
            foreach (var seal in seals)
            {
                faults.AddRange(Faults(last, seal, entries.GetValueOrDefault(seal.AuditNumber), noted[seal.Position]));
                covered.Add(seal.AuditNumber);
                last = seal;
            }
        }

        if (noted.Select(head => head.Key).DefaultIfEmpty().Max() is var furthest && furthest > last.Position)
        {
            faults.Add($"The chain ends at link {last.Position}, but link {furthest} was noted once: what followed was cut off.");
        }

        var unsealed = await UnsealedAsync(reader, covered, last, faults, cancellationToken);
        return new AuditFinding(reader.Site, last.Position, unsealed, last.Hash, [.. faults.Take(MostFaults)]);
    }

    private static IEnumerable<string> Faults(AuditSeal before, AuditSeal seal, AuditEntry? entry, IEnumerable<string> noted)
    {
        if (seal.Position != before.Position + 1)
        {
            yield return $"Link {before.Position + 1} of the chain is missing.";
        }

        if (entry is null)
        {
            yield return $"Entry {seal.AuditNumber} is missing, which link {seal.Position} covers.";
        }
        else if (AuditChain.Hash(before.Hash, entry) != seal.Hash)
        {
            yield return $"Entry {entry.Number} ({entry.Action} of {entry.Path} by {entry.Actor}) is not what link {seal.Position} covers.";
        }

        if (noted.Any(hash => hash != seal.Hash))
        {
            yield return $"Link {seal.Position} is not the one that was noted: the chain was made anew.";
        }
    }

    private static async Task<Dictionary<long, AuditEntry>> EntriesAsync(
        LabReader reader, IReadOnlyList<AuditSeal> seals, CancellationToken cancellationToken) =>
        (await reader.QueryAsync<AuditEntry>(
            AuditSql.Entries, new { site = reader.Site, numbers = seals.Select(seal => seal.AuditNumber).ToArray() }, cancellationToken))
        .ToDictionary(entry => entry.Number);

    // Entries without a link are new ones, behind all others; one between sealed ones was put in later.
    private static async Task<long> UnsealedAsync(
        LabReader reader, HashSet<long> covered, AuditSeal last, List<string> faults, CancellationToken cancellationToken)
    {
        var (unsealed, after) = (0L, 0L);
        while (true)
        {
            var page = await reader.QueryAsync<AuditEntry>(
                AuditSql.Page, new { site = reader.Site, after, limit = Page }, cancellationToken);
            foreach (var entry in page.Where(entry => !covered.Contains(entry.Number)))
            {
                unsealed++;
                if (entry.Number < last.AuditNumber)
                {
                    faults.Add($"Entry {entry.Number} ({entry.Action} of {entry.Path} by {entry.Actor}) is covered by no link.");
                }
            }

            if (page.Count < Page)
            {
                return unsealed;
            }

            after = page[^1].Number;
        }
    }
}
