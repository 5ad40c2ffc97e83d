namespace LabQueue.Storage.Postgres;

/// <summary>What a database is.</summary>
/// <param name="Engine">The engine and its version.</param>
/// <param name="Schema">The schema that it has; 0 where there is no queue in it.</param>
/// <param name="IsForThisProgram">Whether this program can work on it: it is not newer, or made for older programs as well.</param>
/// <param name="NewestSchema">The newest schema that this program knows.</param>
/// <param name="ClockAhead">By how much this machine's clock is ahead of the database's.</param>
public sealed record PostgresDescription(string Engine, int Schema, bool IsForThisProgram, int NewestSchema, TimeSpan ClockAhead);
