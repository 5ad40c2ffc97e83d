namespace LabQueue.Consumer;

/// <summary>Why a run was cut short.</summary>
internal enum RunEnd
{
    /// <summary>It was not.</summary>
    None,

    /// <summary>It ran over its time limit.</summary>
    TimedOut,

    /// <summary>The queue wants it to end: somebody cancelled the task, or drains this consumer.</summary>
    Cancelled,

    /// <summary>The task is not this consumer's any more, or may not be: nobody renewed its lease in time.</summary>
    LeaseLost,

    /// <summary>The consumer stops, and waited long enough.</summary>
    Stopping,
}
