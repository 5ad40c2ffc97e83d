namespace LabQueue.TestKit.Histories.Steps;

/// <summary>A person changes a task, or the whole queue.</summary>
/// <param name="Site">The site.</param>
/// <param name="Change"><c>requeue</c>, <c>delete</c>, <c>cancel</c>, <c>pause</c> or <c>resume</c>.</param>
/// <param name="Task">Which task.</param>
public sealed record ChangeStep(int Site, string Change, int Task) : HistoryStep(Site)
{
    private string Uid => HistoryWords.Tasks[Task];

    /// <inheritdoc/>
    public override async Task RunAsync(HistoryRun run, SiteRun site)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(site);
        if (Change is "pause" or "resume")
        {
            site.Model.Paused = Change == "pause";
            await site.Queue.SetPausedAsync(site.Model.Paused, Given.Manager, CancellationToken.None);
            return;
        }

        var expected = Change switch
        {
            "requeue" => site.Model.Requeue(Uid, run.Now),
            "delete" => site.Model.Delete(Uid, Given.Manager, run.Now),
            _ => site.Model.Cancel(Uid, Given.Manager, run.Now),
        };
        var actual = Change switch
        {
            "requeue" => await site.Queue.RequeueAsync(Uid, Given.Manager, CancellationToken.None),
            "delete" => await site.Queue.DeleteAsync(Uid, Given.Manager, CancellationToken.None),
            _ => await site.Queue.CancelAsync(Uid, Given.Manager, CancellationToken.None),
        };
        Differ.IfNotSame(
            Change,
            $"{expected.Outcome} {site.Expected(WithoutLease(expected.Task))}",
            $"{actual.Outcome} {TaskText.Of(WithoutLease(actual.Task))}");
    }

    /// <inheritdoc/>
    public override string ToString() =>
        $"site {Site}: {Change}" + (Change is "pause" or "resume" ? string.Empty : $" {TaskText.Short(Uid)}");

    // Until when a lease would have lived is of no interest to a person who ends it.
    private static QueueTask? WithoutLease(QueueTask? task) => task is null ? null : task with { LeaseUntil = null };
}
