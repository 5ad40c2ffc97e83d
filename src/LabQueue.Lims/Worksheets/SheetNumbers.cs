using LabQueue.Lims.Objects;
using LabQueue.Lims.Store;

namespace LabQueue.Lims.Worksheets;

/// <summary>What lists say of a worksheet (<c>lims-domain</c>, 1.2).</summary>
/// <param name="RegularSamples">Samples with routine analyses on it.</param>
/// <param name="RegularAnalyses">Routine analyses on it.</param>
/// <param name="QcAnalyses">Duplicates, blanks and controls on it.</param>
/// <param name="Progress">How far it is, 0 to 100.</param>
internal sealed record SheetNumbers(int RegularSamples, int RegularAnalyses, int QcAnalyses, int Progress)
{
    /// <summary>How many of its analyses are in each state.</summary>
    public StateTally Tally { get; private init; } = new(new Dictionary<string, int>());

    /// <summary>Whether lists say the same of both; what it was counted from does not matter.</summary>
    public bool Equals(SheetNumbers? other) =>
        other is not null
        && (RegularSamples, RegularAnalyses, QcAnalyses, Progress) == (other.RegularSamples, other.RegularAnalyses, other.QcAnalyses, other.Progress);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(RegularSamples, RegularAnalyses, QcAnalyses, Progress);

    /// <summary>The numbers of a worksheet in that state with those rows.</summary>
    public static SheetNumbers Of(string state, IReadOnlyCollection<SlotRow> rows)
    {
        var regular = rows.Where(row => row.Kind == AnalysisKind.Routine).ToList();
        return new SheetNumbers(
            regular.Select(row => row.ContainerUid).Distinct(StringComparer.Ordinal).Count(),
            regular.Count,
            rows.Count - regular.Count,
            ProgressOf(state, rows.Count, rows.Sum(row => Steps(row.State))))
        {
            Tally = new StateTally(rows.CountBy(row => row.State, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal)),
        };
    }

    /// <summary>The numbers of the worksheets of a list, by uid.</summary>
    public static async Task<IReadOnlyDictionary<string, SheetNumbers>> ReadAsync(
        LabReader reader, IReadOnlyCollection<Worksheet> worksheets, CancellationToken cancellationToken)
    {
        var values = new { site = reader.Site, uids = worksheets.Select(worksheet => worksheet.Uid).ToArray() };
        var counts = (await reader.QueryAsync<SheetCount>(SheetSql.Counts, values, cancellationToken))
            .ToLookup(row => row.WorksheetUid, StringComparer.Ordinal);
        var samples = (await reader.QueryAsync<SheetCount>(SheetSql.Samples, values, cancellationToken))
            .ToDictionary(row => row.WorksheetUid, row => (int)row.Count, StringComparer.Ordinal);
        return worksheets.ToDictionary(
            worksheet => worksheet.Uid,
            worksheet => Of(worksheet, counts[worksheet.Uid].ToList(), samples.GetValueOrDefault(worksheet.Uid)),
            StringComparer.Ordinal);
    }

    private static SheetNumbers Of(Worksheet worksheet, List<SheetCount> counts, int samples)
    {
        var all = (int)counts.Sum(row => row.Count);
        var regular = (int)counts.Where(row => row.Kind == AnalysisKind.Routine).Sum(row => row.Count);
        var steps = (int)counts.Sum(row => row.Count * Steps(row.State));
        return new SheetNumbers(samples, regular, all - regular, ProgressOf(worksheet.State, all, steps))
        {
            Tally = new StateTally(counts
                .GroupBy(row => row.State, row => (int)row.Count, StringComparer.Ordinal)
                .ToDictionary(state => state.Key, state => state.Sum(), StringComparer.Ordinal)),
        };
    }

    private static int ProgressOf(string state, int analyses, int steps) =>
        state == WorksheetState.Verified ? 100 : analyses == 0 ? 0 : steps * 100 / (2 * analyses);

    // Steps that an analysis has behind it, of two: submitted and verified. What is detached has nothing left to do.
    private static int Steps(string state) =>
        AnalysisState.IsDetached(state) || AnalysisState.IsVerified(state) ? 2 : AnalysisState.IsSubmitted(state) ? 1 : 0;

    private sealed record SheetCount
    {
        public string WorksheetUid { get; init; } = string.Empty;

        public AnalysisKind Kind { get; init; }

        public string State { get; init; } = string.Empty;

        public long Count { get; init; }
    }
}
