namespace LabQueue;

/// <summary>A consumer asks for work.</summary>
/// <param name="ConsumerId">Who asks: at least 4 characters.</param>
public sealed record PopRequest(string ConsumerId)
{
    /// <summary>Take up to that many tasks, 1 to 100; null: one, as the original has it.</summary>
    public int? Count { get; init; }

    /// <summary>How long to wait for work, up to 30 s.</summary>
    public TimeSpan Wait { get; init; }

    /// <summary>Only tasks of these names; empty: any.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>The consumer sends heartbeats, and is taken for dead after that time without one; null: a classic one.</summary>
    public TimeSpan? Lease { get; init; }

    /// <summary>Asked again with the same id, the same tasks are given, while their lease lives.</summary>
    public string? RequestId { get; init; }

    /// <summary>Reports to carry out first, in the same commit.</summary>
    public IReadOnlyList<TaskReport> Reports { get; init; } = [];

    /// <summary>The consumer's program and version, for the monitor.</summary>
    public string? Version { get; init; }
}
