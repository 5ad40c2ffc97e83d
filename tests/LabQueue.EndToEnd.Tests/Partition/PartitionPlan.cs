namespace LabQueue.EndToEnd.Tests.Partition;

/// <summary>The size of a trial with a line that breaks.</summary>
/// <param name="RoundsOfEach">How often each kind of trouble comes.</param>
/// <param name="TasksPerRound">How many tasks are added before each.</param>
/// <param name="Shortest">The shortest time that it lasts.</param>
/// <param name="Longest">The longest time that it lasts.</param>
/// <param name="Wait">How long the consumers wait for work in one call.</param>
/// <param name="Timeout">How long the consumers wait for an answer.</param>
internal sealed record PartitionPlan(
    int RoundsOfEach, int TasksPerRound, TimeSpan Shortest, TimeSpan Longest, TimeSpan Wait, TimeSpan Timeout);
