using LabQueue.Engine;

namespace LabQueue.TestKit.Model;

/// <summary>The model as a store: to try the comparison on queues with a planted bug, and to see that it spares the model.</summary>
/// <param name="clock">The store's clock.</param>
/// <param name="make">Makes the queue of a site.</param>
public sealed class ModelStore(TimeProvider clock, Func<SiteSettings, ModelQueue> make) : IQueueStore
{
    private readonly Dictionary<string, Site> _sites = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ModelQueue> _queues = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public string Description => "model";

    /// <inheritdoc/>
    public string? Trouble => null;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, Site> Sites => _sites;

    /// <summary>The queue of each site.</summary>
    public IReadOnlyDictionary<string, ModelQueue> Queues => _queues;

    /// <inheritdoc/>
    public IQueue Queue(string site) => new ModelBackedQueue(_queues[site], clock);

    /// <inheritdoc/>
    public Task<bool> SweepAsync(CancellationToken cancellationToken)
    {
        foreach (var queue in _queues.Values)
        {
            queue.EndRuns(clock.GetUtcNow());
        }

        return Task.FromResult(false);
    }

    /// <inheritdoc/>
    public Task<bool> AddSiteAsync(Site site, Actor by, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(site);
        _queues.TryAdd(site.Name, make(site.Settings));
        return Task.FromResult(_sites.TryAdd(site.Name, site));
    }

    /// <inheritdoc/>
    public Task ResetAsync(string site, Site fresh, IReadOnlyList<Account> accounts, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(fresh);
        _sites[site] = fresh;
        _queues[site] = make(fresh.Settings);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <inheritdoc/>
    public Task BackupAsync(string file, CancellationToken cancellationToken) => throw new NotSupportedException();

    /// <inheritdoc/>
    public Task SetKeysAsync(
        string site, IReadOnlyList<string> keys, DateTimeOffset? oldKeysEnd, Actor by, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    /// <inheritdoc/>
    public Task SetAccessAsync(
        string site, UsersMode users, TrustMode trust, Actor by, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    /// <inheritdoc/>
    public Task<IReadOnlyList<Account>> AccountsAsync(string site, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    /// <inheritdoc/>
    public ValueTask<Account?> FindAccountAsync(string site, string username, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    /// <inheritdoc/>
    public Task PutAccountAsync(string site, Account account, Actor by, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    /// <inheritdoc/>
    public Task<bool> AddAccountAsync(string site, Account account, Actor by, CancellationToken cancellationToken) =>
        throw new NotSupportedException();
}
