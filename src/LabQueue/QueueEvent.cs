namespace LabQueue;

/// <summary>Something happened to a task, and is on disk.</summary>
/// <param name="Number">Only grows within a server's life; where it jumps back, ask with <c>diff</c> what was missed.</param>
/// <param name="Kind">What happened: <c>added</c>, <c>started</c>, <c>advanced</c>, <c>queued</c> (again), <c>prioritized</c>, <c>failed</c>,
/// <c>done</c>, <c>cancelled</c>, <c>deleted</c>, <c>paused</c>, <c>resumed</c>, <c>settings</c>, <c>consumer</c> (was made quiet, say).</param>
/// <param name="TaskUid">The task; null for events of the site.</param>
/// <param name="Name">The task's name.</param>
/// <param name="ContextUid">What the task is about.</param>
/// <param name="Time">When, by the server's clock.</param>
public sealed record QueueEvent(
    long Number, string Kind, string? TaskUid, string? Name, string? ContextUid, DateTimeOffset Time)
{
    /// <summary>The person that the task runs as; null for events of the site.</summary>
    public string? Username { get; init; }

    /// <summary>Whether the task is hidden from clients.</summary>
    public bool Ghost { get; init; }
}
