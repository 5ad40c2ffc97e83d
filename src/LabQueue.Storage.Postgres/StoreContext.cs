using LabQueue.Engine;
using LabQueue.Storage.Postgres.Writing;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace LabQueue.Storage.Postgres;

/// <summary>What the parts of a server's store share.</summary>
internal sealed class StoreContext(
    PostgresStoreOptions options, NpgsqlDataSource source, TimeProvider time, ILogger logger, QueueMetrics metrics)
{
    private Action<int> _happened = _ => { };

    /// <summary>Where the data are.</summary>
    public PostgresStoreOptions Options => options;

    /// <summary>The connections.</summary>
    public NpgsqlDataSource Source => source;

    /// <summary>The server's clock.</summary>
    public TimeProvider Time => time;

    /// <summary>The server's time.</summary>
    public DateTimeOffset Now => time.GetUtcNow().TruncateToMicroseconds();

    /// <summary>This server, among those that share the database.</summary>
    public Guid Server { get; } = Guid.NewGuid();

    /// <summary>For the store's log.</summary>
    public ILogger Logger => logger;

    /// <summary>For the store's figures.</summary>
    public QueueMetrics Metrics => metrics;

    /// <summary>The months of the history.</summary>
    public HistoryPartitions Partitions { get; } = new(source);

    /// <summary>Why nothing is taken at the moment; null while all is well.</summary>
    public string? Trouble { get; private set; }

    /// <summary>Says who is to hear that something happened on a site.</summary>
    public void Tell(Action<int> happened) => _happened = happened;

    /// <summary>Something happened on a site, and is on disk.</summary>
    public void Happened(int site) => _happened(site);

    /// <summary>Reads; where the database is away for a moment, again.</summary>
    public async Task<TResult> ReadAsync<TResult>(
        Func<CancellationToken, Task<TResult>> read, CancellationToken cancellationToken)
    {
        var patience = new Patience(options.Patience);
        while (true)
        {
            try
            {
                return await read(cancellationToken);
            }
            catch (Exception exception) when (Postgres.Trouble.IsPassing(exception) && patience.IsLeft)
            {
                await patience.WaitAsync(cancellationToken);
            }
            catch (NpgsqlException exception)
            {
                throw Postgres.Trouble.Tell(exception);
            }
        }
    }

    /// <summary>The database did what it was told.</summary>
    public void NoteWell() => Trouble = null;

    /// <summary>The database did not.</summary>
    public void NoteTrouble(QueueStoreException trouble) =>
        Trouble = trouble.InnerException is PostgresException refused && !Postgres.Trouble.IsPassing(refused) && !trouble.IsFull
            ? Trouble
            : trouble.Message;
}
