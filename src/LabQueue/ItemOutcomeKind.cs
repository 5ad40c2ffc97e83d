namespace LabQueue;

/// <summary>What can become of one object of a task. On the wire: the name in lower case.</summary>
public enum ItemOutcomeKind
{
    /// <summary>It went well.</summary>
    Done,

    /// <summary>The laboratory's rules said no.</summary>
    Refused,

    /// <summary>Something broke.</summary>
    Failed,

    /// <summary>It was not this task's any more.</summary>
    Skipped,
}
