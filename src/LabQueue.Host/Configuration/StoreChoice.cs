using System.Globalization;
using LabQueue.Storage.Postgres;
using LabQueue.Storage.Sqlite;

namespace LabQueue.Host.Configuration;

/// <summary>Where tasks and the laboratory are kept.</summary>
/// <param name="Postgres">The shared database; null: files in the data folder.</param>
internal sealed record StoreChoice(PostgresStoreOptions? Postgres)
{
    private const string Sqlite = "sqlite";
    private const int UsualTurn = 200;
    private const int ShortestTurn = 10;
    private const int LongestTurn = 5_000;

    /// <summary>The newest schema of that store that this program knows.</summary>
    public int NewestSchema => Postgres is null ? SqliteQueueStore.NewestSchema : PostgresQueueStore.NewestSchema;

    /// <summary>How long a task may write in a shared laboratory before it lets others in.</summary>
    public TimeSpan TaskTurn { get; init; } = TimeSpan.FromMilliseconds(UsualTurn);

    /// <summary>Reads and checks it.</summary>
    /// <exception cref="OptionException">There is no such store.</exception>
    public static StoreChoice Read(OptionSource source)
    {
        var store = source.Value(OptionKey.Store) ?? Sqlite;
        return store == Sqlite ? new StoreChoice((PostgresStoreOptions?)null)
            : PostgresDatabase.IsAddress(store)
                ? new StoreChoice(new PostgresStoreOptions { ConnectionString = store }) { TaskTurn = ReadTaskTurn(source) }
            : throw OptionException.For(
                OptionKey.Store, Shown(store), "'sqlite', or a connection string to PostgreSQL such as 'Host=db1;Database=labqueue'");
    }

    private static TimeSpan ReadTaskTurn(OptionSource source)
    {
        var text = source.Value(OptionKey.TaskTurn);
        return text is null ? TimeSpan.FromMilliseconds(UsualTurn)
            : int.TryParse(text, CultureInfo.InvariantCulture, out var turn) && turn is >= ShortestTurn and <= LongestTurn ? TimeSpan.FromMilliseconds(turn)
            : throw OptionException.For(OptionKey.TaskTurn, text, $"{ShortestTurn} to {LongestTurn} milliseconds");
    }

    // A connection string may hold a password, and a refusal may end in a log.
    private static string Shown(string store) => store.Contains('=') ? string.Concat(store.Split('=')[0], "=…") : store;
}
