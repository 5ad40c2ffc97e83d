namespace LabQueue;

/// <summary>A consumer that the server has heard of.</summary>
/// <param name="ConsumerId">Its id.</param>
/// <param name="FirstHeard">When it asked for work first.</param>
/// <param name="LastHeard">When it was heard of last; at most a second late.</param>
/// <param name="Leased">Whether it sends heartbeats; false for classic consumers.</param>
/// <param name="Version">Its program and version, if it says so.</param>
/// <param name="Running">The tasks that it has.</param>
public sealed record ConsumerInfo(
    string ConsumerId,
    DateTimeOffset FirstHeard,
    DateTimeOffset LastHeard,
    bool Leased,
    string? Version,
    IReadOnlyList<QueueTask> Running)
{
    /// <summary>The names of tasks that it asked for last; empty: any.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>What people let it do.</summary>
    public ConsumerMode Mode { get; init; }
}
