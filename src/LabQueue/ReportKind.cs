namespace LabQueue;

/// <summary>What a consumer can say of its task. On the wire: the name in lower case.</summary>
public enum ReportKind
{
    /// <summary>All went well.</summary>
    Done,

    /// <summary>It failed; it runs again while retries are left.</summary>
    Fail,

    /// <summary>It took too long; like a failure, and its time limit grows by half.</summary>
    Timeout,

    /// <summary>A chunk is through; the same task waits for its next chunk, or is done when none is left.</summary>
    Advance,

    /// <summary>The consumer stops and gives the task back untouched.</summary>
    Release,
}
