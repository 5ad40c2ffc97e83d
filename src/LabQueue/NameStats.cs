namespace LabQueue;

/// <summary>The tasks of one name in figures.</summary>
/// <param name="Name">The name.</param>
/// <param name="Queued">Tasks that wait.</param>
/// <param name="Running">Tasks that consumers have.</param>
/// <param name="Failed">Tasks that failed for good.</param>
/// <param name="Done">Tasks that went well since the site exists.</param>
public sealed record NameStats(string Name, long Queued, long Running, long Failed, long Done);
