namespace LabQueue.Storage.Sqlite.Waiting;

/// <summary>Why a task waits. Follows from the time, the order and what runs, so no file has it.</summary>
internal enum WaitingState
{
    /// <summary>It does not: it is not there yet, or was taken.</summary>
    Gone,

    /// <summary>Its time has not come.</summary>
    Later,

    /// <summary>A better one of its lane waits or runs.</summary>
    Behind,

    /// <summary>It may be claimed.</summary>
    Ready,
}
