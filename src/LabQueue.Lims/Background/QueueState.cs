namespace LabQueue.Lims.Background;

/// <summary>How a site's queue is, as far as new work is concerned.</summary>
internal enum QueueState
{
    /// <summary>It takes work.</summary>
    Ready,

    /// <summary>
    /// There is none, or its chunk size is 0: new work is done at once. What it has already goes on (<c>lims-domain</c>, 4.2).
    /// </summary>
    Off,

    /// <summary>It does not answer.</summary>
    Unreachable,
}
