namespace LabQueue.Storage.Sqlite;

/// <summary>A consumer that was heard of.</summary>
/// <param name="FirstHeard">When it was heard of first.</param>
/// <param name="LastHeard">When it was heard of last.</param>
/// <param name="Leased">Whether it sends heartbeats.</param>
/// <param name="Version">Its program and version.</param>
/// <param name="Names">The names of tasks that it asked for last; empty: any.</param>
/// <param name="Mode">What people let it do.</param>
internal sealed record HeardConsumer(
    DateTimeOffset FirstHeard, DateTimeOffset LastHeard, bool Leased, string? Version, IReadOnlyList<string> Names, ConsumerMode Mode);
