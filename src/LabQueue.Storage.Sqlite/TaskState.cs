namespace LabQueue.Storage.Sqlite;

/// <summary>The column <c>state</c>: a task's status, and for waiting ones whether they may be claimed.</summary>
internal enum TaskState
{
    /// <summary>Waits, and may be claimed.</summary>
    Ready = 0,

    /// <summary>Waits behind a better one of its lane, or behind a running one.</summary>
    Blocked = 1,

    /// <summary>Waits for its time.</summary>
    Later = 2,

    /// <summary>A consumer has it.</summary>
    Running = 3,

    /// <summary>Failed for good.</summary>
    Failed = 4,
}
