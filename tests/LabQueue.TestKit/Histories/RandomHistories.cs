namespace LabQueue.TestKit.Histories;

/// <summary>Draws histories and runs them.</summary>
public static class RandomHistories
{
    private const int Steps = 60;

    /// <summary>Runs that many histories of 60 steps; the first one that goes wrong is made short and told.</summary>
    public static void Run(HistoryRun run, int count)
    {
        ArgumentNullException.ThrowIfNull(run);
        ForAll.OfAsync(DrawHistory.Of(Steps), run.RunAsync, count, history => history.Shorter());
    }
}
