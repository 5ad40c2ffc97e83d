namespace LabQueue;

/// <summary>A task and the number of the claim that holds it.</summary>
/// <param name="TaskUid">The task.</param>
/// <param name="Fence">Number of the claim.</param>
public readonly record struct HeldTask(string TaskUid, long Fence);
