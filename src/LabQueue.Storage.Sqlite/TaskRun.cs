namespace LabQueue.Storage.Sqlite;

/// <summary>The last run of a task: who has it, or had it last.</summary>
internal sealed record TaskRun
{
    /// <summary>Number of the claim; null for a classic one.</summary>
    public long? Fence { get; init; }

    /// <summary>Length of its lease; null for a classic claim.</summary>
    public double? LeaseSeconds { get; init; }

    /// <summary>The request that took it, so that the same request gives the same tasks.</summary>
    public string? Request { get; init; }

    /// <summary>
    /// <see cref="LabQueue.Engine.ReportDigest"/> of what ended it, so that the same report is taken twice without harm; null
    /// while it goes on.
    /// </summary>
    public long? Reported { get; init; }

    /// <summary>Who reported that, where it is being written; it is not read with the task.</summary>
    public string? ReportedBy { get; init; }
}
