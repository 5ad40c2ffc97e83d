namespace LabQueue.Storage.Postgres.Writing;

/// <summary>What a group has to know of the database, so that it is read at once.</summary>
internal sealed class LoadPlan
{
    /// <summary>Tasks, by uid.</summary>
    public HashSet<string> TaskUids { get; } = new(StringComparer.Ordinal);

    /// <summary>Uids that may have ended.</summary>
    public HashSet<string> EndedUids { get; } = new(StringComparer.Ordinal);

    /// <summary>What unique tasks share, by key.</summary>
    public HashSet<Guid> Twins { get; } = [];

    /// <summary>Lanes, by key.</summary>
    public HashSet<Guid> Lanes { get; } = [];

    /// <summary>What runs.</summary>
    public bool Runs { get; set; }

    /// <summary>What has come due.</summary>
    public bool Due { get; set; }

    /// <summary>Consumers that ask for work.</summary>
    public List<PopRequest> Pops { get; } = [];
}
