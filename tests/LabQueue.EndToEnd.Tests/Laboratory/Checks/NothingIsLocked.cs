namespace LabQueue.EndToEnd.Tests.Laboratory.Checks;

/// <summary>L1: once all has come to rest, no work is open, no object waits for a task, and the queue has all that was kept for it.</summary>
internal static class NothingIsLocked
{
    /// <summary>What is wrong.</summary>
    public static IEnumerable<string> Find(LabStormResult result) =>
    [
        .. result.Facts.Locked.Select(uid => $"L1: {result.Facts.ByUid.GetValueOrDefault(uid)?.ToString() ?? uid} still waits for a task."),
        .. result.Facts.Unsent.Select(uid => $"L1: task {uid} was never sent to the queue."),
        .. result.Facts.Works.Where(work => work.Ended is null).Select(work => $"L1: {work} has not ended."),
        .. result.Facts.Things.Where(thing => thing is { State: "pending_sample", Deleted: 0 }).Select(thing => $"L1: {thing} has no number."),
    ];
}
