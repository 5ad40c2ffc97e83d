namespace LabQueue;

/// <summary>What became of a report.</summary>
/// <param name="Outcome">Whether it was carried out, or why not.</param>
/// <param name="Before">The task before the change; null where there is none.</param>
/// <param name="After">The task after the change; null where it left the queue, or was not changed.</param>
public sealed record ReportResult(ReportOutcome Outcome, QueueTask? Before, QueueTask? After = null);
