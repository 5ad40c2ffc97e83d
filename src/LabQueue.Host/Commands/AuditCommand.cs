using LabQueue.Host.Configuration;
using LabQueue.Host.Serving;
using LabQueue.Lims.Audit;
using LabQueue.Lims.Store;

namespace LabQueue.Host.Commands;

/// <summary><c>labqueue audit</c></summary>
internal static class AuditCommand
{
    /// <summary>Makes the command.</summary>
    public static DocumentedCommand Create() => new DocumentedCommand(
        "audit",
        "Look at the audit trail of a laboratory.",
        "labqueue audit verify --data /var/lib/labqueue")
        .With(CreateVerify());

    private static DocumentedCommand CreateVerify() => new DocumentedCommand(
        "verify",
        "Check that nobody changed, removed or put in an entry of the audit trail. Works beside a running server; changes nothing.",
        "labqueue audit verify",
        "labqueue audit verify --data /var/lib/labqueue --json")
        .With(SharedOptions.Data)
        .Does(VerifyAsync);

    private static async Task<int> VerifyAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var data = DataFolder.Of(context.Options);
        var place = new LabPlace(StoreChoice.Read(context.Options), data);
        if (!await place.IsThereAsync(cancellationToken))
        {
            throw new CommandFailedException(place.Store.Postgres is null
                ? $"There is no laboratory in {data.Path}; name the folder with --data."
                : "There is no laboratory in the database that LabQueue:Store (--store) names.");
        }

        await using var database = place.Database();
        var store = new LabStore(database, context.Time);
        var verifier = new AuditVerifier(new AuditHeads(data.AuditHeads));
        var found = new List<AuditFinding>();
        foreach (var site in await SitesAsync(store, cancellationToken))
        {
            await using var reader = await store.ReadAsync(site, cancellationToken);
            found.Add(await verifier.VerifyAsync(reader, cancellationToken));
        }

        Show(context.Terminal, found);
        return found.Exists(site => site.Faults.Count > 0) ? ExitCode.Refused : ExitCode.Done;
    }

    private static async Task<IReadOnlyList<string>> SitesAsync(LabStore store, CancellationToken cancellationToken)
    {
        await using var reader = await store.ReadAsync(string.Empty, cancellationToken);
        return await AuditVerifier.SitesAsync(reader, cancellationToken);
    }

    private static void Show(Terminal terminal, List<AuditFinding> found) => terminal.Write(
        new { Sites = found },
        () => found.ForEach(site => Show(terminal, site)));

    private static void Show(Terminal terminal, AuditFinding site)
    {
        var end = site.Unsealed == 0 ? string.Empty : $", {site.Unsealed} newer ones are not sealed yet";
        terminal.Line(site.Faults.Count == 0
            ? $"{site.Site}: {site.Sealed} entries are as they were written{end}. Head of the chain: {site.Head}"
            : $"{site.Site}: the audit trail was changed past the program.");
        foreach (var fault in site.Faults)
        {
            terminal.Line($"  {fault}");
        }
    }
}
