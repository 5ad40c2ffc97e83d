namespace LabQueue;

/// <summary>A page of tasks that a search found, the latest first.</summary>
/// <param name="Tasks">The tasks. They are as they are now, also where the index has an older state of them.</param>
/// <param name="Next">Where the next page begins; null after the last one. A page that is not full may have one.</param>
/// <param name="Known">The index knows all that was on disk then: seconds ago, unless there is very much to do; null while it is
/// made for the first time.</param>
public sealed record TaskSearchPage(IReadOnlyList<FoundTask> Tasks, long? Next, DateTimeOffset? Known);
