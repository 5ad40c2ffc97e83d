namespace LabQueue.Storage.Sqlite;

/// <summary>The column <c>state</c>: a task's status, and for waiting ones whether they may be claimed.</summary>
internal enum TaskState
{
    /// <summary>Waits, and may be claimed.</summary>
    Ready = 2,

    /// <summary>Waits behind a better one of its lane, or behind a running one.</summary>
    Blocked = 3,

    /// <summary>Waits for its time.</summary>
    Later = 4,

    /// <summary>A consumer has it.</summary>
    Running = 5,

    /// <summary>Failed for good.</summary>
    Failed = 6,

    /// <summary>Went well.</summary>
    Done = 7,

    /// <summary>Was cancelled.</summary>
    Cancelled = 8,

    /// <summary>Was removed.</summary>
    Deleted = 9,
}
