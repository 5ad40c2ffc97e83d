using System.Globalization;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace LabQueue.Storage.Postgres.Feeding;

/// <summary>Tells the other servers on which sites something happened: one notification for all since the last one.</summary>
/// <remarks>
/// A transaction that notifies takes a lock of the whole cluster while it commits, so those that carry work do not: this one
/// comes after them, and waits for no disk. A notification that gets lost costs the others one poll.
/// </remarks>
internal sealed partial class Herald(StoreContext store, string channel)
{
    private const string Notify = "select pg_notify($1, $2)";

    private readonly Lock _gate = new();
    private readonly HashSet<int> _sites = [];
    private Task _work = Task.CompletedTask;
    private bool _isBusy;
    private bool _isClosed;

    /// <summary>Something happened on a site, and is on disk.</summary>
    public void Tell(int site)
    {
        lock (_gate)
        {
            _sites.Add(site);
            if (!_isBusy && !_isClosed)
            {
                _isBusy = true;
                _work = Task.Run(WorkAsync);
            }
        }
    }

    /// <summary>Tells what is to be told, and ends.</summary>
    public async Task CloseAsync()
    {
        lock (_gate)
        {
            _isClosed = true;
        }

        await _work;
    }

    private async Task WorkAsync()
    {
        while (TryTake() is { } sites)
        {
            try
            {
                await using var connection = await store.Source.OpenConnectionAsync();
                await using var batch = new SqlBatch(connection);
                batch.Add("begin");
                batch.Add("set local synchronous_commit = off");
                batch.Add(Notify).With(channel).With(string.Create(CultureInfo.InvariantCulture, $"{store.Server:N}:{sites}"));
                batch.Add("commit");
                await batch.RunAsync(CancellationToken.None);
            }
            catch (Exception exception) when (exception is NpgsqlException || Trouble.IsPassing(exception))
            {
                LogUntold(store.Logger, exception.Message);
            }
        }
    }

    private string? TryTake()
    {
        lock (_gate)
        {
            var sites = _sites.Count == 0 ? null : string.Join(',', _sites);
            _sites.Clear();
            _isBusy = sites is not null;
            return sites;
        }
    }

    [LoggerMessage(2104, LogLevel.Debug, "Other servers hear of changes with their next poll: {Reason}")]
    private static partial void LogUntold(ILogger logger, string reason);
}
