using LabQueue.Lims.Objects;

namespace LabQueue.Lims.Samples;

/// <summary>A result in what is published of a sample.</summary>
/// <param name="Analysis">The analysis.</param>
/// <param name="Result">Its result, as far as who looks may see it.</param>
/// <param name="Method">Title of its method; empty: none.</param>
internal sealed record ReportRow(Analysis Analysis, string Result, string Method)
{
    /// <summary>Whether the result is out of range.</summary>
    public bool IsOut { get; init; }

    /// <summary>Whether the result is final.</summary>
    public bool IsVerified => AnalysisState.IsVerified(Analysis.State);
}
