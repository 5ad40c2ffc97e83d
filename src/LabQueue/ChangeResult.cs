namespace LabQueue;

/// <summary>What became of a person's change of a task.</summary>
/// <param name="Outcome">Whether it was carried out.</param>
/// <param name="Task">The task after the change, or as it was when it left the queue; null where there is none.</param>
public sealed record ChangeResult(ChangeOutcome Outcome, QueueTask? Task);
