using LabQueue.Lims.Objects;
using LabQueue.Lims.Store;

namespace LabQueue.Lims.Samples;

/// <summary>What lists say of a sample (<c>lims-domain</c>, 1.2). Analyses that were given up do not count.</summary>
/// <param name="Verified">Analyses whose results are verified or published.</param>
/// <param name="Total">Analyses.</param>
/// <param name="Open">Analyses without a submitted result.</param>
/// <param name="ToBeVerified">Analyses whose results wait to be verified.</param>
/// <param name="Progress">How far it is, 0 to 100.</param>
internal sealed record SampleNumbers(int Verified, int Total, int Open, int ToBeVerified, int Progress)
{
    /// <summary>How many analyses of samples are in each state.</summary>
    /// <remarks>By the samples' few objects: the plus keeps SQLite from an index of all that are of the type.</remarks>
    public const string Counts =
        """
        select container_uid as Uid, state as State, count(*) as Count from lab_object
        where site = @site and container_uid in @uids and +portal_type = 'Analysis' and deleted = 0
        group by container_uid, state
        """;

    /// <summary>When the first open result of samples is due.</summary>
    public const string Dues =
        """
        select container_uid as Uid, min(due) as Due from lab_object
        where site = @site and container_uid in @uids and due is not null and deleted = 0 group by container_uid
        """;

    /// <summary>The numbers of a sample in that state with those analyses.</summary>
    public static SampleNumbers Of(string state, StateTally tally)
    {
        var verified = tally.Count(AnalysisState.IsVerified);
        var total = tally.Count(one => !AnalysisState.IsDetached(one));
        var waiting = tally[AnalysisState.ToBeVerified];
        var progress = state is SampleState.Published or SampleState.Rejected or SampleState.Cancelled or SampleState.Invalid
            ? 100
            : (waiting + (2 * verified)) * 100 / ((2 * total) + 1);
        return new SampleNumbers(verified, total, tally.Count(AnalysisState.IsOpen), waiting, progress);
    }

    /// <summary>The numbers of the samples of a list, by uid.</summary>
    public static async Task<IReadOnlyDictionary<string, SampleNumbers>> ReadAsync(
        LabReader reader, IReadOnlyCollection<Sample> samples, CancellationToken cancellationToken)
    {
        var values = new { site = reader.Site, uids = samples.Select(sample => sample.Uid).ToArray() };
        var counts = (await reader.QueryAsync<StateCount>(Counts, values, cancellationToken))
            .ToLookup(row => row.Uid, StringComparer.Ordinal);
        return samples.ToDictionary(
            sample => sample.Uid,
            sample => Of(
                sample.State,
                new StateTally(counts[sample.Uid].ToDictionary(row => row.State, row => (int)row.Count, StringComparer.Ordinal))),
            StringComparer.Ordinal);
    }

    /// <summary>When the first open result of each sample is due, by uid; those without one are left out.</summary>
    public static async Task<IReadOnlyDictionary<string, DateTimeOffset>> DueAsync(
        LabReader reader, IReadOnlyCollection<Sample> samples, CancellationToken cancellationToken)
    {
        var values = new { site = reader.Site, uids = samples.Select(sample => sample.Uid).ToArray() };
        return (await reader.QueryAsync<StateCount>(Dues, values, cancellationToken))
            .ToDictionary(row => row.Uid, row => UnixTime.FromMicroseconds(row.Due), StringComparer.Ordinal);
    }

    private sealed record StateCount
    {
        public string Uid { get; init; } = string.Empty;

        public string State { get; init; } = string.Empty;

        public long Count { get; init; }

        public long Due { get; init; }
    }
}
