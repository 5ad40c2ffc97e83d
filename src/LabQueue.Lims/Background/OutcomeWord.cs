namespace LabQueue.Lims.Background;

/// <summary>Words for what becomes of an object, as the queue and its API have them.</summary>
internal static class OutcomeWord
{
    /// <summary>It went well.</summary>
    public const string Done = "done";

    /// <summary>The laboratory's rules said no.</summary>
    public const string Refused = "refused";

    /// <summary>Something broke.</summary>
    public const string Failed = "failed";

    /// <summary>It was not the task's any more.</summary>
    public const string Skipped = "skipped";
}
