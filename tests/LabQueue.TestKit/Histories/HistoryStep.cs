namespace LabQueue.TestKit.Histories;

/// <summary>One step of a random history. It names things by small numbers, so that it keeps a meaning while others go.</summary>
/// <param name="Site">Which of the two sites it is about: 0 or 1.</param>
public abstract record HistoryStep(int Site)
{
    /// <summary>Does it in the store and in the model, and compares the answers.</summary>
    /// <exception cref="HistoryMismatchException">They differ.</exception>
    public abstract Task RunAsync(HistoryRun run, SiteRun site);

    /// <summary>Plainer steps to try instead, while a failing history is made short.</summary>
    public virtual IEnumerable<HistoryStep> Plainer() => [];
}
