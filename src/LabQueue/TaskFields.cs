namespace LabQueue;

/// <summary>The names of a task's fields on the wire that the queue itself reads or writes.</summary>
/// <remarks><c>wire-protocol</c>, sections 5 and 12. All other fields are <see cref="QueueTask.Extra"/>.</remarks>
internal static class TaskFields
{
    /// <summary>Whether a field never goes into <see cref="QueueTask.Extra"/>, whatever its value.</summary>
    /// <remarks>
    /// Those of which a value that is no plain one is kept as it came (<c>ghost</c>, <c>delay</c>, <c>action</c>), or that
    /// a client may send and only a claim replaces (<c>started</c>, <c>consumer_id</c>), are not among them.
    /// </remarks>
    public static bool IsReserved(string name) => name is
        "task_uid" or "name" or "context_uid" or "context_path" or "uids" or "created" or "status" or "error_message"
        or "min_seconds" or "max_seconds" or "priority" or "retries" or "unique" or "chunk_size" or "username"
        or "lane" or "not_before" or "origin_uid" or "fence" or "lease_until" or "orphaned" or "progress"
        or "cancel_requested" or "once" or "taken_over" or "added" or "task_url" or "request" or "_runtime";
}
