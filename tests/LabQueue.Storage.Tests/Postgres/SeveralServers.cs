using LabQueue.Engine;

namespace LabQueue.Storage.Tests.Postgres;

/// <summary>Several servers on one database, which calls go to in turn, as those behind one address do.</summary>
/// <param name="servers">The servers' stores.</param>
internal sealed class SeveralServers(IReadOnlyList<IQueueStore> servers) : IQueueStore
{
    private int _calls;

    public string Description => servers[0].Description;

    public string? Trouble => servers[0].Trouble;

    public IReadOnlyDictionary<string, Site> Sites => servers[0].Sites;

    /// <summary>Opens them, all at the same time.</summary>
    public static async Task<IQueueStore> OpenAsync(TestDatabase database, int count, TimeProvider clock, CancellationToken cancellationToken)
    {
        var servers = Enumerable.Range(0, count).Select(_ => Task.Run(() => database.OpenStoreAsync(clock, cancellationToken), cancellationToken));
        return new SeveralServers(await Task.WhenAll(servers));
    }

    public IQueue Queue(string site) => Next().Queue(site);

    public Task<bool> SweepAsync(CancellationToken cancellationToken) => Next().SweepAsync(cancellationToken);

    public Task BackupAsync(string file, CancellationToken cancellationToken) => Next().BackupAsync(file, cancellationToken);

    public Task ResetAsync(string site, Site fresh, IReadOnlyList<Account> accounts, CancellationToken cancellationToken) =>
        Next().ResetAsync(site, fresh, accounts, cancellationToken);

    // Each is asked, so that each knows of the site when this returns; only the first one makes it.
    public async Task<bool> AddSiteAsync(Site site, Actor by, CancellationToken cancellationToken)
    {
        var made = false;
        foreach (var server in servers)
        {
            made |= await server.AddSiteAsync(site, by, cancellationToken);
        }

        return made;
    }

    public Task SetKeysAsync(
        string site, IReadOnlyList<string> keys, DateTimeOffset? oldKeysEnd, Actor by, CancellationToken cancellationToken) =>
        Next().SetKeysAsync(site, keys, oldKeysEnd, by, cancellationToken);

    public Task SetAccessAsync(string site, UsersMode users, TrustMode trust, Actor by, CancellationToken cancellationToken) =>
        Next().SetAccessAsync(site, users, trust, by, cancellationToken);

    public Task<IReadOnlyList<Account>> AccountsAsync(string site, CancellationToken cancellationToken) =>
        servers[0].AccountsAsync(site, cancellationToken);

    public ValueTask<Account?> FindAccountAsync(string site, string username, CancellationToken cancellationToken) =>
        servers[0].FindAccountAsync(site, username, cancellationToken);

    public Task PutAccountAsync(string site, Account account, Actor by, CancellationToken cancellationToken) =>
        Next().PutAccountAsync(site, account, by, cancellationToken);

    public Task<bool> AddAccountAsync(string site, Account account, Actor by, CancellationToken cancellationToken) =>
        Next().AddAccountAsync(site, account, by, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        foreach (var server in servers)
        {
            await server.DisposeAsync();
        }
    }

    private IQueueStore Next() => servers[Interlocked.Increment(ref _calls) % servers.Count];
}
