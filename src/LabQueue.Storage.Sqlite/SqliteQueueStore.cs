using LabQueue.Engine;
using LabQueue.Failing;
using LabQueue.Storage.Sqlite.Native;
using LabQueue.Storage.Sqlite.Reading;
using LabQueue.Storage.Sqlite.Search;
using LabQueue.Storage.Sqlite.Writing;
using Microsoft.Extensions.Logging;

namespace LabQueue.Storage.Sqlite;

/// <summary>The embedded store: one SQLite file with one process, one thread that writes, and readers beside it.</summary>
public sealed partial class SqliteQueueStore : IQueueStore
{
    private static readonly TimeSpan TidyEvery = TimeSpan.FromSeconds(10);

    private readonly SqliteStoreOptions _options;
    private readonly TimeProvider _time;
    private readonly FolderLock _lock;
    private readonly Database _database;
    private readonly SiteRegistry _sites;
    private readonly WriteSession _session;
    private readonly SqliteWriter _writer;
    private readonly ReaderPool _readers;
    private readonly SearchIndex _index;
    private readonly QueueMetrics _metrics;
    private DateTimeOffset _tidied;
    private bool _isDisposed;

    private SqliteQueueStore(SqliteStoreOptions options, TimeProvider time, FolderLock @lock, ILogger logger, QueueMetrics metrics)
    {
        _options = options;
        _time = time;
        _lock = @lock;
        _metrics = metrics;
        _database = Database.Open(options.File, readOnly: false, cacheKilobytes: 2_048);
        if (SqlMigrator.Complaint(_database, options.File) is { } complaint)
        {
            throw new QueueStoreException(complaint, isFull: false);
        }

        Migrated = SqlMigrator.Migrate(_database);

        // Who may only read is told at once, and not when the first task comes.
        _database.Execute("begin immediate");
        _database.Execute("rollback");
        FailPoint.Hit(FailPoint.Recovery);
        _sites = new SiteRegistry();
        _sites.Reload(_database, time.GetUtcNow().TruncateToMicroseconds());

        // Reading a million tasks takes longer than a short lease: it counts from when its consumer can be heard again.
        var now = time.GetUtcNow().TruncateToMicroseconds();
        foreach (var site in _sites.All)
        {
            site.Running.Prolong(now);
            foreach (var consumer in options.GoneConsumers)
            {
                site.Running.Forsake(consumer, now);
            }
        }

        _session = new WriteSession(options, _database, time, _sites, metrics);
        _writer = new SqliteWriter(_database, _session, logger);
        _readers = new ReaderPool(options.File, options.Readers);
        _index = new SearchIndex(options, _sites, _session.Sequence, () => _session.Room.Trouble is null, time, logger);
        _session.Index = _index;
    }

    /// <summary>The newest schema that this program knows.</summary>
    public static int NewestSchema => SqlMigrator.Newest;

    /// <summary>The schema versions that opening the file went through, oldest first; empty where it was up to date.</summary>
    public IReadOnlyList<int> Migrated { get; }

    /// <inheritdoc/>
    public string Description => SqliteEngine.Description;

    /// <inheritdoc/>
    public string? Trouble => _session.Room.Trouble;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, Site> Sites => _sites.View;

    /// <summary>Opens the store of a folder, and brings its file up to date.</summary>
    /// <param name="options">Where it is.</param>
    /// <param name="time">The server's clock.</param>
    /// <param name="logs">For the store's log.</param>
    /// <param name="metrics">For the store's figures; null: none are told.</param>
    /// <param name="cancellationToken">Ends the opening.</param>
    /// <exception cref="QueueStoreException">Another process has it, or it is newer than this program.</exception>
    public static Task<SqliteQueueStore> OpenAsync(
        SqliteStoreOptions options,
        TimeProvider time,
        ILoggerFactory logs,
        QueueMetrics? metrics = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(logs);
        Directory.CreateDirectory(options.Folder);
        var folder = FolderLock.Take(options.Folder);
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            var logger = logs.CreateLogger<SqliteQueueStore>();
            return Task.FromResult(new SqliteQueueStore(options, time, folder, logger, metrics ?? new QueueMetrics()));
        }
        catch (SqliteException failure)
        {
            folder.Dispose();
            throw new QueueStoreException(SqliteFile.Explain(options.File, failure), failure.IsDisk, failure);
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public IQueue Queue(string site) => new SqliteQueue(_writer, _readers, _index, _sites.Get(site), _time);

    /// <inheritdoc/>
    public async Task<bool> SweepAsync(CancellationToken cancellationToken)
    {
        // On its own, so that it counts even if there is no room for the rest.
        await _writer.PostAsync(session =>
        {
            session.Room.Look();
            return true;
        });
        var now = _time.GetUtcNow();
        var isTidying = now - _tidied >= TidyEvery || now < _tidied;
        _tidied = isTidying ? now : _tidied;
        return await _writer.PostAsync(session =>
        {
            var more = false;
            foreach (var site in _sites.All)
            {
                more |= Housekeeping.Run(session, site);
                more |= isTidying && Housekeeping.Tidy(session, site);
            }

            if (isTidying)
            {
                session.Database.Prepare(SearchSql.DropChanged).Bind(_index.Cursor).Run();
            }

            return more;
        });
    }

    /// <inheritdoc/>
    public async Task BackupAsync(string file, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(file);
        if (File.Exists(file))
        {
            throw new QueueStoreException($"{file} exists already; a backup never overwrites one.", isFull: false);
        }

        await Task.Run(() => SqliteBackup.Write(_options.File, file), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<bool> AddSiteAsync(Site site, Actor by, CancellationToken cancellationToken) =>
        _writer.PostAsync(session => ChangeSites.Add(session, _sites, site, by));

    /// <inheritdoc/>
    public Task SetKeysAsync(
        string site, IReadOnlyList<string> keys, DateTimeOffset? oldKeysEnd, Actor by, CancellationToken cancellationToken)
    {
        var state = _sites.Get(site);
        return _writer.PostAsync(session => ChangeSites.SetKeys(session, state, keys, oldKeysEnd, by));
    }

    /// <inheritdoc/>
    public Task SetAccessAsync(
        string site, UsersMode users, TrustMode trust, Actor by, CancellationToken cancellationToken)
    {
        var state = _sites.Get(site);
        return _writer.PostAsync(session => ChangeSites.SetSettings(
            session, state, state.Settings with { Users = users, Trust = trust }, by));
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<Account>> AccountsAsync(string site, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<Account>>(
            [.. _sites.Get(site).Accounts.Values.OrderBy(account => account.Username, StringComparer.Ordinal)]);

    /// <inheritdoc/>
    public ValueTask<Account?> FindAccountAsync(string site, string username, CancellationToken cancellationToken) =>
        ValueTask.FromResult(_sites.Get(site).Accounts.GetValueOrDefault(username));

    /// <inheritdoc/>
    public Task PutAccountAsync(string site, Account account, Actor by, CancellationToken cancellationToken)
    {
        var state = _sites.Get(site);
        return _writer.PostAsync(session => ChangeSites.PutAccount(session, state, account, by));
    }

    /// <inheritdoc/>
    public Task<bool> AddAccountAsync(string site, Account account, Actor by, CancellationToken cancellationToken)
    {
        var state = _sites.Get(site);
        return _writer.PostAsync(session =>
            !state.Accounts.ContainsKey(account.Username) && ChangeSites.PutAccount(session, state, account, by));
    }

    /// <inheritdoc/>
    public Task ResetAsync(string site, Site fresh, IReadOnlyList<Account> accounts, CancellationToken cancellationToken)
    {
        var state = _sites.Get(site);
        return _writer.PostAsync(session => ChangeSites.Reset(session, _sites, state, fresh, accounts));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        _index.Dispose();
        await WriteMinutesAsync();
        _writer.Dispose();
        _readers.Dispose();
        _database.Dispose();
        _lock.Dispose();
        _metrics.Dispose();
    }

    private async Task WriteMinutesAsync()
    {
        try
        {
            await _writer.PostAsync(session =>
            {
                foreach (var site in _sites.All)
                {
                    site.Minutes.Write(session.Database, site.Id, session.Now);
                }

                return true;
            });
        }
        catch (QueueStoreException)
        {
            // Only figures are lost, of seconds; the writer has told why.
        }
    }
}
