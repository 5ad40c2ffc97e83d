namespace LabQueue.Storage.Postgres.Writing;

/// <summary>The order of the commands within a group.</summary>
internal enum Turn
{
    /// <summary>Consumers that wait no longer.</summary>
    EndWait,

    /// <summary>Settings, keys, users.</summary>
    Site,

    /// <summary>New tasks.</summary>
    Add,

    /// <summary>Leases.</summary>
    Heartbeat,

    /// <summary>What consumers say of their tasks.</summary>
    Report,

    /// <summary>What people want of tasks.</summary>
    Change,

    /// <summary>What time does.</summary>
    Sweep,

    /// <summary>Wishes for work, with the reports that they bring.</summary>
    Pop,
}
