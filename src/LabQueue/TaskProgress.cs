namespace LabQueue;

/// <summary>How many of a task's objects were handled with which outcome.</summary>
/// <param name="Done">Went well.</param>
/// <param name="Refused">The laboratory's rules said no; the reason is kept.</param>
/// <param name="Failed">Something broke for this object.</param>
/// <param name="Skipped">Was not this task's any more.</param>
public readonly record struct TaskProgress(int Done, int Refused, int Failed, int Skipped)
{
    /// <summary>All objects handled so far.</summary>
    public int Handled => Done + Refused + Failed + Skipped;

    /// <summary>The counts with one more of that outcome.</summary>
    public TaskProgress With(ItemOutcomeKind outcome) => outcome switch
    {
        ItemOutcomeKind.Done => this with { Done = Done + 1 },
        ItemOutcomeKind.Refused => this with { Refused = Refused + 1 },
        ItemOutcomeKind.Failed => this with { Failed = Failed + 1 },
        ItemOutcomeKind.Skipped => this with { Skipped = Skipped + 1 },
    };
}
