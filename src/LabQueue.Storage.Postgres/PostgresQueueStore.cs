using LabQueue.Engine;
using LabQueue.Postgres;
using LabQueue.Schema;
using LabQueue.Storage.Postgres.Feeding;
using LabQueue.Storage.Postgres.Sites;
using LabQueue.Storage.Postgres.Writing;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace LabQueue.Storage.Postgres;

/// <summary>The shared store: one PostgreSQL database with any number of servers, none of which is the leader.</summary>
public sealed class PostgresQueueStore : IQueueStore
{
    private static readonly TimeSpan TidyEvery = TimeSpan.FromSeconds(10);

    // A server that was not seen for so long is gone.
    private static readonly TimeSpan ServerGone = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ServerForgotten = TimeSpan.FromDays(1);

    private readonly StoreContext _store;
    private readonly SiteRegistry _sites;
    private readonly Herald _herald;
    private readonly ChangeListener _listener;
    private DateTimeOffset _tidied;
    private bool _isDisposed;

    private PostgresQueueStore(StoreContext store, string version, string channel)
    {
        _store = store;
        _sites = new SiteRegistry(store);
        _herald = new Herald(store, channel);
        _listener = new ChangeListener(store, channel, Hear, _sites.LookAsync);
        Description = $"PostgreSQL {version}";
        store.Tell(Happened);
    }

    /// <summary>The newest schema that this program knows.</summary>
    public static int NewestSchema => SchemaScript.Newest;

    /// <inheritdoc/>
    public string Description { get; }

    /// <inheritdoc/>
    public string? Trouble => _store.Trouble;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, Site> Sites => _sites.View;

    /// <summary>Opens the store, and brings its database up to date.</summary>
    /// <param name="options">Where it is.</param>
    /// <param name="time">The server's clock.</param>
    /// <param name="logs">For the store's log.</param>
    /// <param name="metrics">For the store's figures; null: none are told.</param>
    /// <param name="cancellationToken">Ends the opening.</param>
    /// <exception cref="QueueStoreException">It cannot be reached, is too old, or is newer than this program.</exception>
    public static async Task<PostgresQueueStore> OpenAsync(
        PostgresStoreOptions options,
        TimeProvider time,
        ILoggerFactory logs,
        QueueMetrics? metrics = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(logs);
        var source = DataSource.Of(options);
        try
        {
            var logger = logs.CreateLogger<PostgresQueueStore>();
            var context = new StoreContext(options, source, time, logger, metrics ?? new QueueMetrics());
            return await OpenAsync(context, cancellationToken);
        }
        catch (NpgsqlException failure)
        {
            await source.DisposeAsync();
            throw new QueueStoreException(DataSource.Explain(options, failure), isFull: failure.SqlState == "53100", failure);
        }
        catch
        {
            await source.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public IQueue Queue(string site) => new PostgresQueue(_store, _sites.Get(site));

    /// <inheritdoc/>
    public async Task<bool> SweepAsync(CancellationToken cancellationToken)
    {
        var now = _store.Now;
        var isTidying = now - _tidied >= TidyEvery || now < _tidied;
        _tidied = isTidying ? now : _tidied;
        var ids = await _store.ReadAsync(token => FindWorkAsync(now, token), cancellationToken);
        var sites = isTidying ? [.. _sites.All] : _sites.All.Where(site => ids.Contains(site.Site.Id)).ToArray();
        var more = await Task.WhenAll(sites.Select(site => SweepAsync(site, isTidying)));
        if (isTidying)
        {
            await _store.ReadAsync(token => TidyAsync(now, token), cancellationToken);
        }

        return more.Contains(true);
    }

    /// <inheritdoc/>
    public Task BackupAsync(string file, CancellationToken cancellationToken) => throw new QueueStoreException(
        "A database on PostgreSQL is backed up with PostgreSQL's own means, such as pg_dump or pg_basebackup.", isFull: false);

    /// <inheritdoc/>
    public async Task<bool> AddSiteAsync(Site site, Actor by, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(site);
        var id = await _store.ReadAsync(token => InsertSiteAsync(site, by, token), cancellationToken);
        await _store.ReadAsync(LookAsync, cancellationToken);
        if (id is { } made)
        {
            _herald.Tell(made);
        }

        return id is not null;
    }

    /// <inheritdoc/>
    public Task SetKeysAsync(
        string site, IReadOnlyList<string> keys, DateTimeOffset? oldKeysEnd, Actor by, CancellationToken cancellationToken) =>
        ChangeAsync(site, (work, token) => SiteChanges.SetKeysAsync(work, keys, oldKeysEnd, by, token));

    /// <inheritdoc/>
    public Task SetAccessAsync(
        string site, UsersMode users, TrustMode trust, Actor by, CancellationToken cancellationToken) =>
        ChangeAsync(site, (work, token) => SiteChanges.SetSettingsAsync(
            work, work.Settings with { Users = users, Trust = trust }, by, token));

    /// <inheritdoc/>
    public Task<IReadOnlyList<Account>> AccountsAsync(string site, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<Account>>(
            [.. _sites.Get(site).Site.Accounts.Values.OrderBy(account => account.Username, StringComparer.Ordinal)]);

    /// <inheritdoc/>
    public ValueTask<Account?> FindAccountAsync(string site, string username, CancellationToken cancellationToken) =>
        ValueTask.FromResult(_sites.Get(site).Site.Accounts.GetValueOrDefault(username));

    /// <inheritdoc/>
    public Task PutAccountAsync(string site, Account account, Actor by, CancellationToken cancellationToken) =>
        ChangeAsync(site, (work, token) => SiteChanges.PutAccountAsync(work, account, by, token));

    /// <inheritdoc/>
    public Task<bool> AddAccountAsync(string site, Account account, Actor by, CancellationToken cancellationToken) =>
        ChangeAsync(site, (work, token) => SiteChanges.AddAccountAsync(work, account, by, token));

    /// <inheritdoc/>
    public Task ResetAsync(string site, Site fresh, IReadOnlyList<Account> accounts, CancellationToken cancellationToken) =>
        ChangeAsync(site, (work, token) => SiteChanges.ResetAsync(work, fresh, accounts, token));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        await _listener.DisposeAsync();
        await _sites.DisposeAsync();
        await _herald.CloseAsync();
        await SayGoodbyeAsync();
        await _store.Source.DisposeAsync();
        _store.Metrics.Dispose();
    }

    private static async Task<PostgresQueueStore> OpenAsync(StoreContext context, CancellationToken cancellationToken)
    {
        await using var connection = await context.Source.OpenConnectionAsync(cancellationToken);
        await new PostgresMigrator(SchemaScript.Usual, sentence => new QueueStoreException(sentence, isFull: false))
            .MigrateAsync(connection, cancellationToken);
        await context.Partitions.EnsureAsync(context.Now, cancellationToken);
        await BeginAsync(context, connection, cancellationToken);
        await using var schema = new NpgsqlCommand("select current_schema()", connection);
        var channel = "labqueue_" + await schema.ExecuteScalarAsync(cancellationToken);
        var version = connection.PostgreSqlVersion.ToString();
        var store = new PostgresQueueStore(context, version, channel);
        await store._sites.LookAsync(cancellationToken);
        await store._listener.StartAsync(cancellationToken);
        return store;
    }

    // While no server lived nobody could renew a lease, so each gets its whole length again, as after a restart of the only one.
    private static async Task BeginAsync(StoreContext context, NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var now = context.Now;
        bool isAlone;
        await using (var batch = new SqlBatch(connection))
        {
            batch.Add("select pg_advisory_xact_lock($1)").With(PostgresMigrator.Lock);
            batch.Add(SiteSql.IsAnotherSeen).With(context.Server).With((now - ServerGone).ToMicroseconds());
            batch.Add(SiteSql.SeeServer).With(context.Server).With(now.ToMicroseconds());
            await using var reader = await batch.ReadAsync(cancellationToken);
            await reader.NextResultAsync(cancellationToken);
            await reader.ReadAsync(cancellationToken);
            isAlone = !reader.GetBoolean(0);
        }

        if (isAlone)
        {
            await using var batch = new SqlBatch(connection);
            batch.Add(SiteSql.ForgetRuns);
            batch.Add(SiteSql.Prolong).With(now.ToMicroseconds());
            await batch.RunAsync(cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
    }

    private static async Task<bool> SweepAsync(SiteFollower site, bool isTidying)
    {
        var more = await site.Writer.PostAsync(new SweepCommand(isTidying));
        return (isTidying && await site.Writer.PostAsync(new TidyCommand())) | more;
    }

    private Task<TResult> ChangeAsync<TResult>(string site, Func<GroupWork, CancellationToken, Task<TResult>> change) =>
        _sites.Get(site).Writer.PostAsync(new SiteCommand<TResult>(change));

    private async Task<HashSet<int>> FindWorkAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var connection = await _store.Source.OpenConnectionAsync(cancellationToken);
        await using var batch = new SqlBatch(connection);
        batch.Add(SiteSql.SitesToSweep).With(now.ToMicroseconds());
        batch.Add(SiteSql.SeeServer).With(_store.Server).With(now.ToMicroseconds());
        await using var reader = await batch.ReadAsync(cancellationToken);
        var sites = new HashSet<int>();
        while (await reader.ReadAsync(cancellationToken))
        {
            sites.Add(reader.GetInt32(0));
        }

        return sites;
    }

    private async Task<bool> TidyAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var days = _sites.All.Select(site => site.Site.Site.Settings.HistoryDays).DefaultIfEmpty(36_500).Max();
        await _store.Partitions.DropAsync(now.AddDays(-days), cancellationToken);
        await using var connection = await _store.Source.OpenConnectionAsync(cancellationToken);
        await using var batch = new SqlBatch(connection);
        batch.Add(SiteSql.DeleteLostServers).With((now - ServerForgotten).ToMicroseconds());
        await batch.RunAsync(cancellationToken);
        return true;
    }

    private async Task<int?> InsertSiteAsync(Site site, Actor by, CancellationToken cancellationToken)
    {
        await using var connection = await _store.Source.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        int? id;
        await using (var batch = new SqlBatch(connection))
        {
            batch.Add(SiteSql.Insert).With(site.Name).With(SiteReading.WriteSettings(site.Settings)).With(site.Paused)
                .With(TaskColumns.WriteList(site.Keys)).With(site.OldKeysEnd?.ToMicroseconds());
            await using var reader = await batch.ReadAsync(cancellationToken);
            id = await reader.ReadAsync(cancellationToken) ? reader.GetInt32(0) : null;
        }

        if (id is { } made)
        {
            await using var audit = new SqlBatch(connection);
            audit.Add(SiteSql.InsertFirstAudit).With(made).With(_store.Now.ToMicroseconds()).With(SafeText.Write(by.Username))
                .With(site.Name).With(SafeText.WriteOrNull(by.Reason));
            await audit.RunAsync(cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return id;
    }

    private async Task<bool> LookAsync(CancellationToken cancellationToken)
    {
        await _sites.LookAsync(cancellationToken);
        return true;
    }

    private void Happened(int site)
    {
        if (_sites.TryGet(site, out var follower))
        {
            follower.Follow(isForeign: false);
        }

        _herald.Tell(site);
    }

    private void Hear(int? site)
    {
        if (site is not { } id)
        {
            foreach (var follower in _sites.All)
            {
                follower.Follow(isForeign: true);
            }
        }
        else if (_sites.TryGet(id, out var follower))
        {
            follower.Follow(isForeign: true);
        }
        else
        {
            // A new one. Where the look goes wrong, the next poll finds it.
            _ = Task.Run(() => _store.ReadAsync(LookAsync, CancellationToken.None));
        }
    }

    private async Task SayGoodbyeAsync()
    {
        try
        {
            await using var connection = await _store.Source.OpenConnectionAsync();
            await using var batch = new SqlBatch(connection);
            batch.Add(SiteSql.DeleteServer).With(_store.Server);
            await batch.RunAsync(CancellationToken.None);
        }
        catch (Exception exception) when (exception is NpgsqlException || Postgres.Trouble.IsPassing(exception))
        {
            // The others find out by themselves that it is not seen any more.
        }
    }
}
