namespace LabQueue.EndToEnd.Tests.Storm;

/// <summary>What a storm left behind.</summary>
/// <param name="Asked">What the clients asked and were answered.</param>
/// <param name="Facts">What the server has after the drain.</param>
internal sealed record StormResult(Asked Asked, ServerFacts Facts)
{
    /// <summary>How many clients called.</summary>
    public int Clients { get; init; } = StormRun.Clients;

    /// <summary>How often the server was killed, or killed itself.</summary>
    public int Kills { get; init; }

    /// <summary>When it was there again.</summary>
    public IReadOnlyList<DateTimeOffset> Starts { get; init; } = [];

    /// <summary>How long each start took until it was ready.</summary>
    public IReadOnlyList<TimeSpan> TimesToReady { get; init; } = [];

    /// <summary>When no server could do anything, because their database was away.</summary>
    public IReadOnlyList<(DateTimeOffset From, DateTimeOffset To)> Outages { get; init; } = [];

    /// <summary>When the clients stopped; nobody but the drain called after that.</summary>
    public DateTimeOffset Quiet { get; init; }

    /// <summary>What the server wrote in its last life.</summary>
    public string Log { get; init; } = string.Empty;
}
