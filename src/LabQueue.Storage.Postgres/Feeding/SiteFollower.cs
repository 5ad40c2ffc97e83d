using System.Text.Json;
using LabQueue.Storage.Postgres.Reading;
using LabQueue.Storage.Postgres.Sites;
using LabQueue.Storage.Postgres.Writing;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace LabQueue.Storage.Postgres.Feeding;

/// <summary>Keeps what a server remembers of a site up to date: hands out what happened, whichever server brought it.</summary>
/// <remarks>
/// Numbers are given out under the site's lock, which is held to the commit: who sees a number has seen all before it.
/// </remarks>
internal sealed partial class SiteFollower(StoreContext store, SiteState site, SiteWriter writer)
{
    private const long NotSeen = -1;

    private readonly Lock _gate = new();
    private Task _work = Task.CompletedTask;
    private bool _isBusy;
    private bool _isAsked;
    private bool _isForeign;
    private bool _isClosed;

    /// <summary>The site.</summary>
    public SiteState Site => site;

    /// <summary>Who changes it.</summary>
    public SiteWriter Writer => writer;

    /// <summary>Something happened.</summary>
    /// <param name="isForeign">Maybe on another server: those who wait for work here have not been asked yet.</param>
    public void Follow(bool isForeign)
    {
        lock (_gate)
        {
            _isForeign |= isForeign;
            _isAsked = true;
            if (!_isBusy && !_isClosed)
            {
                _isBusy = true;
                _work = Task.Run(WorkAsync);
            }
        }
    }

    /// <summary>Reads what happened last, so that those whose link broke can go on where they were.</summary>
    public async Task BeginAsync(CancellationToken cancellationToken)
    {
        await using var connection = await store.Source.OpenConnectionAsync(cancellationToken);
        await using var batch = new SqlBatch(connection);
        batch.Add(ReadSql.LastEvents).With(site.Id);
        await using var reader = await batch.ReadAsync(cancellationToken);
        var last = await ReadAsync(reader, cancellationToken);
        last.Reverse();
        Publish(last);
    }

    /// <summary>Ends, once what is asked for is done.</summary>
    public async Task CloseAsync()
    {
        lock (_gate)
        {
            _isClosed = true;
            _isAsked = false;
        }

        await _work;
    }

    private async Task WorkAsync()
    {
        while (TryBegin(out var isForeign))
        {
            try
            {
                await CatchUpAsync(isForeign);
            }
            catch (Exception exception) when (Trouble.IsPassing(exception))
            {
                LogLate(store.Logger, site.Site.Name, exception.Message);
                site.Seen = NotSeen;
            }
#pragma warning disable CA1031 // Whatever went wrong, the next poll asks again; who watches and who waits must not be left alone.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                LogBroken(store.Logger, exception, site.Site.Name);
                site.Seen = NotSeen;
            }
        }
    }

    private bool TryBegin(out bool isForeign)
    {
        lock (_gate)
        {
            (isForeign, _isForeign) = (_isForeign, false);
            (_isBusy, _isAsked) = (_isAsked, false);
            return _isBusy;
        }
    }

    private async Task CatchUpAsync(bool isForeign)
    {
        await using var connection = await store.Source.OpenConnectionAsync();
        List<(long Number, string Events)> news;
        bool isChanged;
        bool hasWork;
        do
        {
            await using var batch = new SqlBatch(connection);
            batch.Add(ReadSql.EventsAfter).With(site.Id).With(site.Told);
            batch.Add(SiteSql.State).With(site.Id);
            await using var reader = await batch.ReadAsync(CancellationToken.None);
            news = await ReadAsync(reader, CancellationToken.None);
            await reader.NextResultAsync(CancellationToken.None);
            await reader.ReadAsync(CancellationToken.None);
            (isChanged, hasWork) = (reader.GetInt64(0) != site.Copy.Version, reader.GetBoolean(1));
            Publish(news);
        }
        while (news.Count == 1_000);

        if (isForeign && isChanged)
        {
            site.Learn(await SiteReading.ReadAsync(connection, site.Id, CancellationToken.None));
        }

        if (isForeign && hasWork)
        {
            writer.Wake();
        }
    }

    private static async Task<List<(long Number, string Events)>> ReadAsync(
        NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
        var found = new List<(long, string)>();
        while (await reader.ReadAsync(cancellationToken))
        {
            found.Add((reader.GetInt64(0), reader.GetString(1)));
        }

        return found;
    }

    private void Publish(List<(long Number, string Events)> news)
    {
        foreach (var (number, events) in news)
        {
            site.Feed.Publish(JsonSerializer.Deserialize<QueueEvent[]>(events, QueueJson.Options) ?? []);
            site.Told = number;
        }
    }

    [LoggerMessage(2103, LogLevel.Debug, "What happened on {Site} is told later: {Reason}")]
    private static partial void LogLate(ILogger logger, string site, string reason);

    [LoggerMessage(2106, LogLevel.Error, "What happened on {Site} could not be told; it is tried again")]
    private static partial void LogBroken(ILogger logger, Exception exception, string site);
}
