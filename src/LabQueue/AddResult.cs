namespace LabQueue;

/// <summary>What became of one task of an add.</summary>
/// <param name="Task">The task as it is queued, or as it would have been.</param>
/// <param name="Added">False: the queue has that uid already, or a unique twin waits.</param>
public readonly record struct AddResult(QueueTask Task, bool Added);
