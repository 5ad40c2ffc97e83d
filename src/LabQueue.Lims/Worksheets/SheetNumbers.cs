using LabQueue.Lims.Objects;

namespace LabQueue.Lims.Worksheets;

/// <summary>What lists say of a worksheet (<c>lims-domain</c>, 1.2).</summary>
/// <param name="RegularSamples">Samples with routine analyses on it.</param>
/// <param name="RegularAnalyses">Routine analyses on it.</param>
/// <param name="QcAnalyses">Duplicates, blanks and controls on it.</param>
/// <param name="Progress">How far it is, 0 to 100.</param>
internal sealed record SheetNumbers(int RegularSamples, int RegularAnalyses, int QcAnalyses, int Progress)
{
    /// <summary>The numbers of a worksheet in that state with those rows.</summary>
    public static SheetNumbers Of(string state, IReadOnlyCollection<SlotRow> rows)
    {
        var samples = rows.Where(row => row.Kind == AnalysisKind.Routine).Select(row => row.ContainerUid).Distinct(StringComparer.Ordinal);
        var regular = rows.Count(row => row.Kind == AnalysisKind.Routine);
        return new SheetNumbers(
            samples.Count(), regular, rows.Count - regular, ProgressOf(state, rows.Count, rows.Sum(row => Steps(row.State))));
    }

    /// <summary>How far a worksheet is whose analyses have gone that many steps.</summary>
    public static int ProgressOf(string state, int analyses, int steps) =>
        state == WorksheetState.Verified ? 100 : analyses == 0 ? 0 : steps * 100 / (2 * analyses);

    /// <summary>Steps that an analysis has behind it, of two: submitted and verified. What is detached has nothing left to do.</summary>
    public static int Steps(string state) =>
        AnalysisState.IsDetached(state) || AnalysisState.IsVerified(state) ? 2 : AnalysisState.IsSubmitted(state) ? 1 : 0;
}
