using System.Globalization;
using LabQueue.Lims.Objects;

namespace LabQueue.Lims.Analyses;

/// <summary>Which results are in range (<c>lims-domain</c>, 3.9). Pure.</summary>
internal static class ResultRanges
{
    /// <summary>Whether a result is out of range. One that is no number has no range, but a duplicate has to equal its source.</summary>
    /// <param name="analysis">The analysis.</param>
    /// <param name="source">Of a duplicate: what it repeats; null for others.</param>
    public static bool IsOutOfRange(Analysis analysis, Analysis? source)
    {
        if (analysis.Result.Length == 0 || (analysis.Kind == AnalysisKind.Duplicate && source is not { Result.Length: > 0 }))
        {
            return false;
        }

        var isNumber = TryRead(analysis.Result, out var result);
        if (analysis.Kind == AnalysisKind.Duplicate && source is not null)
        {
            return isNumber && TryRead(source.Result, out var expected)
                ? Math.Abs(result - expected) > Math.Abs(expected) * analysis.DuplicateVariation / 100
                : analysis.Result != source.Result;
        }

        return isNumber && (result < analysis.Min || result > analysis.Max);
    }

    /// <summary>A range as people read it; empty: there is none.</summary>
    public static string TextOf((decimal? Min, decimal? Max) range) => range switch
    {
        (null, null) => string.Empty,
        ({ } min, null) => $"≥ {TextOf(min)}",
        (null, { } max) => $"≤ {TextOf(max)}",
        ({ } min, { } max) => $"{TextOf(min)} – {TextOf(max)}",
    };

    /// <summary>The range of a result; null on a side that has no limit.</summary>
    /// <param name="analysis">The analysis.</param>
    /// <param name="source">Of a duplicate: what it repeats; null for others.</param>
    public static (decimal? Min, decimal? Max) Of(Analysis analysis, Analysis? source)
    {
        if (analysis.Kind != AnalysisKind.Duplicate)
        {
            return (analysis.Min, analysis.Max);
        }

        if (source is null || !TryRead(source.Result, out var expected))
        {
            return (null, null);
        }

        var allowed = Math.Abs(expected) * analysis.DuplicateVariation / 100;
        return (expected - allowed, expected + allowed);
    }

    private static string TextOf(decimal number) => number.ToString("0.######", CultureInfo.InvariantCulture);

    private static bool TryRead(string text, out decimal number) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number);
}
