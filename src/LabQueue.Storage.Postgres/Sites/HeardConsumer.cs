using LabQueue.Engine;

namespace LabQueue.Storage.Postgres.Sites;

/// <summary>What this server wrote down of a consumer that asked for work.</summary>
/// <param name="Time">When it did.</param>
/// <param name="Leased">Whether the consumer sends heartbeats.</param>
/// <param name="Version">Its program and version.</param>
/// <param name="Names">The names of tasks that it asked for; null: it did not say.</param>
internal sealed record HeardConsumer(DateTimeOffset Time, bool Leased, string? Version, IReadOnlyList<string>? Names)
{
    /// <summary>Whether the consumer says nothing new.</summary>
    public bool Covers(PopRequest pop) =>
        Leased == pop.Lease is not null
        && (pop.Version is null || pop.Version == Version)
        && (ConsumerRules.NamesOf(pop) is not { } names || (Names is not null && names.SequenceEqual(Names, StringComparer.Ordinal)));
}
