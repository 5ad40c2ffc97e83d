namespace LabQueue.Lims.Background;

/// <summary>An object that waits for a task, with what its refusals say of that task.</summary>
internal sealed record PendingItem
{
    /// <summary>The object.</summary>
    public string ObjectUid { get; init; } = string.Empty;

    /// <summary>The task.</summary>
    public string TaskUid { get; init; } = string.Empty;

    /// <summary>What the task is about.</summary>
    public string ContextUid { get; init; } = string.Empty;

    /// <summary>The object's version when the person decided.</summary>
    public long Version { get; init; }

    /// <summary>Where the object is to go on its worksheet; null: wherever it fits.</summary>
    public int? Slot { get; init; }

    /// <summary>What the task is to do.</summary>
    public string Action { get; init; } = string.Empty;

    /// <summary>Address of what the task is about.</summary>
    public string ContextPath { get; init; } = string.Empty;

    /// <summary>Whose task it is.</summary>
    public string Username { get; init; } = string.Empty;
}
