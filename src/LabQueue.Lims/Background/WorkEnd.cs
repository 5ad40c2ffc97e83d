using LabQueue.Failing;
using LabQueue.Lims.Store;

namespace LabQueue.Lims.Background;

/// <summary>Releases what a task leaves behind when it ends without having handled it all.</summary>
internal sealed class WorkEnd(LabStore store, TimeProvider time)
{
    private const string System = "labqueue";

    /// <summary>Ends work: objects that still wait for it are released, each with an outcome that says why.</summary>
    /// <param name="site">The site.</param>
    /// <param name="taskUid">The task; nothing happens where the laboratory knows of none.</param>
    /// <param name="status">How it ended: one of <see cref="WorkStatus"/>.</param>
    /// <param name="reason">Why, for the person who asked; null: nobody said.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task EndAsync(
        string site, string taskUid, string status, string? reason, CancellationToken cancellationToken)
    {
        await using var work = await store.BeginAsync(site, Origin(time, taskUid), cancellationToken);
        if (await WorkLedger.FindAsync(work, taskUid, cancellationToken) is not { Ended: null } before)
        {
            return;
        }

        var outcome = status == WorkStatus.Failed ? OutcomeWord.Failed : OutcomeWord.Skipped;
        var released = await WorkLedger.ReleaseAsync(work, taskUid, outcome, Sentence(status, reason), cancellationToken);
        FailPoint.Hit(FailPoint.Releasing);
        var record = WorkLedger.Count(before, outcome, released);
        record = record with { Status = status, Ended = work.Now.ToMicroseconds(), Error = reason ?? record.Error };
        await WorkLedger.SetAsync(work, before, record, cancellationToken);
        await work.CommitAsync(cancellationToken);
    }

    /// <summary>The origin of what nobody decided.</summary>
    public static Origin Origin(TimeProvider time, string taskUid) =>
        new(System, time.GetUtcNow().TruncateToMicroseconds()) { TaskUid = taskUid };

    private static string Sentence(string status, string? reason) => status switch
    {
        WorkStatus.Failed => $"Its task failed: {FirstLine(reason)}",
        WorkStatus.Cancelled => reason is null ? "Its task was cancelled." : $"Its task was cancelled: {reason}",
        WorkStatus.Deleted => reason is null ? "Its task was removed." : $"Its task was removed: {reason}",
        _ => "Its task ended without it.",
    };

    private static string FirstLine(string? text) =>
        text?.Split('\n', 2)[0].Trim() is { Length: > 0 } line ? line : "nobody said why.";
}
