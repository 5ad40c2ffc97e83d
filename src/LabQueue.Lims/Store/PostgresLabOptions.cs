namespace LabQueue.Lims.Store;

/// <summary>Where a shared laboratory is, and how its processes keep out of one another's way.</summary>
internal sealed record PostgresLabOptions
{
    /// <summary>How Npgsql reaches the database. The laboratory lies in the schema <c>lab</c>; where a search path is named, in its first one's name with <c>_lab</c>.</summary>
    public required string ConnectionString { get; init; }

    /// <summary>How many connections a process uses at most.</summary>
    /// <value>Default 30; a pool size in the connection string wins.</value>
    public int Connections { get; init; } = 30;

    /// <summary>How long a task keeps the right to write before it lets others in, behind the object in hand.</summary>
    /// <value>Default 200 ms.</value>
    public TimeSpan TaskTurn { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>
    /// How long a task that has the right to write may stand still, as the process of a machine that hangs does. Then the database
    /// ends its session: what it did in this turn has not happened, and it comes again with half the chunk.
    /// </summary>
    /// <value>Default 2 s.</value>
    public TimeSpan Standstill { get; init; } = TimeSpan.FromSeconds(2);
}
