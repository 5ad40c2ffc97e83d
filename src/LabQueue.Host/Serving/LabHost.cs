using LabQueue.Engine;
using LabQueue.Lims;
using LabQueue.Lims.Access;
using LabQueue.Lims.Registry;
using LabQueue.Lims.Store;
using LabQueue.Lims.Users;
using Microsoft.Extensions.DependencyInjection;

namespace LabQueue.Host.Serving;

/// <summary>A site's laboratory in this process.</summary>
internal sealed class LabHost : IAsyncDisposable
{
    private readonly ILabDatabase _database;
    private readonly DataFolder _data;

    private LabHost(ILabDatabase database, DataFolder data, string site, TimeProvider time)
    {
        (_database, _data, Site) = (database, data, site);
        Store = new LabStore(database, time);
    }

    /// <summary>The site.</summary>
    public string Site { get; }

    /// <summary>Its records.</summary>
    public LabStore Store { get; }

    /// <summary>Opens a site's laboratory, and makes what it lacks.</summary>
    public static async Task<LabHost> OpenAsync(LabPlace place, string site, TimeProvider time, CancellationToken cancellationToken)
    {
        var lab = new LabHost(await place.OpenAsync(cancellationToken), place.Data, site, time);
        await lab.Store.ChangeAsync(
            site,
            By(time, FirstStart.Admin),
            async work =>
            {
                await LabFolders.FoundAsync(work, cancellationToken);
                return site;
            },
            cancellationToken);
        return lab;
    }

    /// <summary>Opens the laboratory that there is; null: there is none.</summary>
    public static async Task<LabHost?> FindAsync(
        LabPlace place, ISiteDirectory directory, TimeProvider time, CancellationToken cancellationToken) =>
        await FindSiteAsync(place, directory, cancellationToken) is { } site
            ? await OpenAsync(place, site, time, cancellationToken)
            : null;

    /// <summary>The site whose laboratory there is; null: there is none.</summary>
    public static async Task<string?> FindSiteAsync(LabPlace place, ISiteDirectory directory, CancellationToken cancellationToken)
    {
        if (!await place.IsThereAsync(cancellationToken))
        {
            return null;
        }

        await using var database = await place.OpenAsync(cancellationToken);
        await using var connection = await database.OpenAsync(cancellationToken);
        await using var reader = new LabReader(connection, null, string.Empty);
        var sites = await reader.QueryAsync<string>("select distinct site from lab_object", new { }, cancellationToken);
        return sites.FirstOrDefault(directory.Sites.ContainsKey);
    }

    /// <summary>Takes over the site's users that the laboratory does not know: it is its own directory from then on.</summary>
    public async Task TakeUsersAsync(ISiteDirectory directory, CancellationToken cancellationToken)
    {
        foreach (var account in await directory.AccountsAsync(Site, cancellationToken))
        {
            await Store.ChangeAsync(
                Site,
                By(Store.Time, FirstStart.Admin),
                async work =>
                {
                    if (await new LabUsers().FindAsync(work, account.Username, cancellationToken) is null)
                    {
                        var user = new LabUser(account.Username, account.Roles) { PasswordHash = account.PasswordHash, Disabled = account.Disabled };
                        await LabUsers.PutAsync(work, null, user, "create_user", cancellationToken);
                    }

                    return account;
                },
                cancellationToken);
        }
    }

    /// <summary>Adds it to a host.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="keys">The keys of the site's tokens, as they are now.</param>
    /// <param name="queue">The site's queue; null: there is none, and all work is done at once.</param>
    /// <param name="consumerId">The name of the consumer in this process.</param>
    public void AddTo(IServiceCollection services, Func<IReadOnlyList<string>> keys, IQueue? queue, string consumerId) =>
        services.AddLaboratory(new LaboratoryOptions
        {
            Database = _database,
            Sites = new OneSite(Site, keys),
            Site = Site,
            Queue = site => site == Site ? queue : null,
            ConsumerId = consumerId,
            SessionKeys = _data.MakeSessionKeys(),
            AuditHeads = _data.AuditHeads,
        });

    /// <summary>Writes a copy to a file that is not there, while work goes on; for the owner only, and there when it is whole.</summary>
    public async Task BackupAsync(string file, CancellationToken cancellationToken)
    {
        if (_database is not SqliteLabDatabase records)
        {
            throw new NotSupportedException("A laboratory on PostgreSQL is backed up with PostgreSQL's own means.");
        }

        var temporary = file + ".new";
        File.Delete(temporary);
        DataFolder.CreateSecret(temporary);
        await records.BackupAsync(temporary, cancellationToken);
        File.Move(temporary, file, overwrite: false);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _database.DisposeAsync();

    private static Origin By(TimeProvider time, string username) =>
        new(username, time.GetUtcNow().TruncateToMicroseconds(), null, "first start");

    private sealed class OneSite(string site, Func<IReadOnlyList<string>> keys) : ILabSites
    {
        public IReadOnlyList<string> Names { get; } = [site];

        public bool Has(string name) => name == site;

        public IReadOnlyList<string> KeysOf(string name) => keys();
    }
}
