namespace LabQueue.Lims.Background;

/// <summary>What keeps work from being begun.</summary>
internal enum WaitReason
{
    /// <summary>Nothing: it is being done, or comes next.</summary>
    None,

    /// <summary>The queue server does not answer.</summary>
    QueueAway,

    /// <summary>It is on its way to the queue.</summary>
    Outbox,

    /// <summary>Somebody paused the queue.</summary>
    Paused,

    /// <summary>It is not to start before a time.</summary>
    Later,

    /// <summary>No consumer was heard of lately.</summary>
    NoConsumer,

    /// <summary>Other work about the same object is being done.</summary>
    Lane,

    /// <summary>The consumers are busy with other tasks.</summary>
    Busy,
}
