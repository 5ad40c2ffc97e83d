namespace LabQueue.Lims.Background;

/// <summary>Where work stands; the words of the queue.</summary>
internal static class WorkStatus
{
    /// <summary>In the outbox, or waiting in the queue.</summary>
    public const string Queued = "queued";

    /// <summary>A consumer has begun it.</summary>
    public const string Running = "running";

    /// <summary>Every object has its outcome.</summary>
    public const string Done = "done";

    /// <summary>Given up after its retries.</summary>
    public const string Failed = "failed";

    /// <summary>Somebody ended it.</summary>
    public const string Cancelled = "cancelled";

    /// <summary>Somebody removed it.</summary>
    public const string Deleted = "deleted";
}
