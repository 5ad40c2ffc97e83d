namespace LabQueue.Storage.Postgres;

/// <summary>Where the shared store keeps its data.</summary>
public sealed record PostgresStoreOptions
{
    /// <summary>How Npgsql reaches the database, such as <c>Host=db1,db2;Database=labqueue;Username=labqueue</c>.</summary>
    public required string ConnectionString { get; init; }

    /// <summary>How many connections a server uses at most.</summary>
    /// <value>Default 20; a pool size in the connection string wins.</value>
    public int Connections { get; init; } = 20;

    /// <summary>How long a call is tried again while the database is away or refuses it for a passing reason.</summary>
    /// <value>Default 20 s.</value>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(20);
}
