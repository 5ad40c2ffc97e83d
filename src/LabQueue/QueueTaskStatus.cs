namespace LabQueue;

/// <summary>Where a task stands. Only the first three are states of a task that the queue still holds.</summary>
/// <remarks>On the wire: the member's name in lower case. senaite.queue knows the first three.</remarks>
public enum QueueTaskStatus
{
    /// <summary>Waits for a consumer.</summary>
    Queued,

    /// <summary>A consumer has it.</summary>
    Running,

    /// <summary>Used up its retries; stays until somebody requeues or deletes it.</summary>
    Failed,

    /// <summary>Went well; only in the history.</summary>
    Done,

    /// <summary>Was cancelled; only in the history.</summary>
    Cancelled,

    /// <summary>Was removed by somebody; only in the history.</summary>
    Deleted,
}
