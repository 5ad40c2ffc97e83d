namespace LabQueue.EndToEnd.Tests.Consuming;

/// <summary>The size of a storm over consumers.</summary>
/// <param name="Tasks">How many tasks there are.</param>
/// <param name="Pace">How long each of their objects takes.</param>
/// <param name="Blows">What happens, in an order that is drawn anew for each round.</param>
/// <param name="Rounds">How many rounds there are at most; they end once all tasks are done.</param>
/// <param name="ShortestCalmMilliseconds">The shortest time between two blows.</param>
/// <param name="LongestCalmMilliseconds">The longest time between two blows.</param>
/// <param name="Patience">When it has gone on for too long.</param>
internal sealed record StormPlan(
    int Tasks,
    TimeSpan Pace,
    IReadOnlyList<Blow> Blows,
    int Rounds,
    int ShortestCalmMilliseconds,
    int LongestCalmMilliseconds,
    TimeSpan Patience);
