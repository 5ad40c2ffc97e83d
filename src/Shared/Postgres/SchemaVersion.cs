namespace LabQueue.Postgres;

/// <summary>The schema of a database, and who can work on it.</summary>
/// <param name="Version">Its number; 0: there is no queue.</param>
/// <param name="CompatibleFrom">The oldest schema whose programs work on it.</param>
internal readonly record struct SchemaVersion(int Version, int CompatibleFrom)
{
    /// <summary>That of a database without a queue.</summary>
    public static SchemaVersion None { get; }

    /// <summary>Whether a program that knows schemas up to this one can work on it, once it has been brought up to that.</summary>
    public bool IsFor(int newest) => Version <= newest || CompatibleFrom <= newest;
}
