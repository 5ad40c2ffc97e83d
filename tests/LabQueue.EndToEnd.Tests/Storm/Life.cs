namespace LabQueue.EndToEnd.Tests.Storm;

/// <summary>One life of a server within a storm.</summary>
/// <param name="Load">How long it is under load before it is killed; at a fail point it kills itself.</param>
/// <param name="FailPoint">Where it kills itself; null: it is killed from outside.</param>
internal sealed record Life(TimeSpan Load, string? FailPoint = null);
