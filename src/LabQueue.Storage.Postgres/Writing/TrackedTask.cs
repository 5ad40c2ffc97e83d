namespace LabQueue.Storage.Postgres.Writing;

/// <summary>A task that a group knows: as the database has it, and as it is to be.</summary>
internal sealed class TrackedTask
{
    /// <summary>As the database has it; null for a new one.</summary>
    public TaskRow? Before { get; init; }

    /// <summary>As it is to be; null where it left the queue.</summary>
    public TaskRow? Now { get; set; }

    /// <summary>What it waits for, where it was put somewhere.</summary>
    public WaitFor? Wait { get; set; }

    /// <summary>Whether it is to be written.</summary>
    public bool IsChanged { get; set; }
}
