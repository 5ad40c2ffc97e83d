namespace LabQueue;

/// <summary>A client names the queued tasks that it knows, and asks for what it lacks.</summary>
/// <param name="Uids">The uids that it knows.</param>
public sealed record DiffRequest(IReadOnlyList<string> Uids)
{
    /// <summary>The states that the client looks at.</summary>
    public IReadOnlyList<QueueTaskStatus> Statuses { get; init; } = [QueueTaskStatus.Queued, QueueTaskStatus.Running];

    /// <summary>Whether hidden tasks are sent, too.</summary>
    public bool Ghosts { get; init; }

    /// <summary>Only tasks of that person.</summary>
    public string? Username { get; init; }
}
