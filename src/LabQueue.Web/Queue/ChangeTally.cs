namespace LabQueue.Web.Queue;

/// <summary>What became of tasks that somebody changed.</summary>
/// <param name="Changed">So many were changed.</param>
/// <param name="Requested">So many run, and are as soon as their consumers hear of it.</param>
/// <param name="NotFound">So many were not in the queue any more.</param>
/// <param name="LeftAlone">So many ran meanwhile, and were left alone.</param>
internal sealed record ChangeTally(long Changed = 0, long Requested = 0, long NotFound = 0, long LeftAlone = 0)
{
    /// <summary>How many were looked at.</summary>
    public long All => Changed + Requested + NotFound + LeftAlone;

    /// <summary>The same with one task more.</summary>
    /// <param name="outcome">What became of it; null: it was left alone.</param>
    public ChangeTally And(ChangeOutcome? outcome) => outcome switch
    {
        ChangeOutcome.Changed => this with { Changed = Changed + 1 },
        ChangeOutcome.Requested => this with { Requested = Requested + 1 },
        ChangeOutcome.NotFound => this with { NotFound = NotFound + 1 },
        null => this with { LeftAlone = LeftAlone + 1 },
    };
}
