namespace LabQueue.EndToEnd.Tests.Partition;

/// <summary>A way in which consumers and server are parted.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Begin">Brings it about.</param>
/// <param name="End">Ends it.</param>
internal sealed record Trouble(string Name, Action Begin, Action End);
