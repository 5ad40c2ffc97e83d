namespace LabQueue.Storage.Sqlite.Search;

/// <summary>What the index needs to know of a task.</summary>
/// <param name="Id">Number of its row.</param>
/// <param name="Site">Number of its site.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="End">Number of its end; 0 while it is in the queue.</param>
/// <param name="Uid">Its uid.</param>
/// <param name="Name">Its name.</param>
/// <param name="ContextUid">Uid of what it is about.</param>
/// <param name="ContextPath">Path of what it is about.</param>
/// <param name="Username">Whose it is.</param>
/// <param name="Priority">Its priority.</param>
/// <param name="Ghost">Whether it is hidden.</param>
/// <param name="Error">What the last failure said, as JSON.</param>
internal sealed record IndexedTask(
    long Id, int Site, QueueTaskStatus Status, long End, string Uid, string Name, string ContextUid, string ContextPath,
    string Username, int Priority, bool Ghost, string? Error)
{
    /// <summary>Its row in the index: that of the task, or of its end.</summary>
    public long Row => End == 0 ? Id : End;
}
