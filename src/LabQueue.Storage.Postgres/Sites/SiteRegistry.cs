using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using LabQueue.Engine;
using LabQueue.Storage.Postgres.Feeding;
using LabQueue.Storage.Postgres.Writing;
using Npgsql;

namespace LabQueue.Storage.Postgres.Sites;

/// <summary>The sites of the database, as this server has them: found at start, told by others, or looked for each second.</summary>
/// <param name="store">The server's store.</param>
internal sealed class SiteRegistry(StoreContext store) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<int, SiteFollower> _byId = new();
    private readonly SemaphoreSlim _gate = new(1, 1);
    private volatile FrozenDictionary<string, SiteFollower> _byName = FrozenDictionary<string, SiteFollower>.Empty;

    /// <summary>All sites.</summary>
    public IReadOnlyCollection<SiteFollower> All => _byName.Values;

    /// <summary>The sites by name, as they are now.</summary>
    public IReadOnlyDictionary<string, Site> View => new SiteView(_byName);

    /// <summary>A site.</summary>
    /// <exception cref="KeyNotFoundException">There is none of that name.</exception>
    public SiteFollower Get(string name) =>
        _byName.TryGetValue(name, out var site) ? site : throw new KeyNotFoundException($"There is no site '{name}'.");

    /// <summary>The site of a number.</summary>
    public bool TryGet(int id, [MaybeNullWhen(false)] out SiteFollower site) => _byId.TryGetValue(id, out site);

    /// <summary>Looks at all sites: takes those in that are new, and follows those that have gone on.</summary>
    public async Task LookAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            await using var connection = await store.Source.OpenConnectionAsync(cancellationToken);
            foreach (var (id, version, sequence) in await ReadStatesAsync(connection, cancellationToken))
            {
                if (!_byId.TryGetValue(id, out var site))
                {
                    await AddAsync(connection, id, sequence, cancellationToken);
                }
                else if (version != site.Site.Copy.Version || sequence != site.Site.Seen)
                {
                    site.Site.Seen = sequence;
                    site.Follow(isForeign: true);
                }
            }

            await WakeAsync(connection, cancellationToken);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var site in _byId.Values)
        {
            await site.Writer.CloseAsync();
            await site.CloseAsync();
        }

        _gate.Dispose();
    }

    // What only comes due has no number that grows, and the notification of it may be lost.
    private async Task WakeAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        int[] waiting = [.. _byId.Where(site => site.Value.Writer.HasParked).Select(site => site.Key)];
        if (waiting.Length == 0)
        {
            return;
        }

        await using var batch = new SqlBatch(connection);
        batch.Add(SiteSql.HaveWork).With(waiting);
        await using var reader = await batch.ReadAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            _byId[reader.GetInt32(0)].Writer.Wake();
        }
    }

    private static async Task<List<(int Id, long Version, long Sequence)>> ReadStatesAsync(
        NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var states = new List<(int, long, long)>();
        await using var command = new NpgsqlCommand(SiteSql.States, connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var row = new RowReader(reader);
            states.Add((row.Int32(), row.Int64(), row.Int64()));
        }

        return states;
    }

    private async Task AddAsync(NpgsqlConnection connection, int id, long sequence, CancellationToken cancellationToken)
    {
        var state = new SiteState(id) { Seen = sequence };
        state.Learn(await SiteReading.ReadAsync(connection, id, cancellationToken));
        var site = new SiteFollower(store, state, new SiteWriter(store, state));
        await site.BeginAsync(cancellationToken);
        _byId[id] = site;
        _byName = _byId.Values.ToFrozenDictionary(known => known.Site.Site.Name, StringComparer.Ordinal);
    }
}
