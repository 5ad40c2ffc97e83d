using LabQueue.Lims.Analyses;
using LabQueue.Lims.Background;
using LabQueue.Lims.Objects;

namespace LabQueue.Lims.Pages.Samples;

/// <summary>An analysis of a sample.</summary>
/// <param name="Analysis">The analysis.</param>
/// <param name="Pending">What it waits for; null: nothing.</param>
/// <param name="Actions">What can be done with it.</param>
internal sealed record AnalysisRow(Analysis Analysis, PendingItem? Pending, IReadOnlyList<string> Actions)
{
    /// <summary>Whether the person may see its result.</summary>
    public bool ShowsResult { get; init; }

    /// <summary>Whether the person may enter a result.</summary>
    public bool MayEnter { get; init; }

    /// <summary>Whether its result is out of range.</summary>
    public bool IsOut { get; init; }

    /// <summary>The method's name.</summary>
    public string Method { get; init; } = string.Empty;

    /// <summary>The instrument's name.</summary>
    public string Instrument { get; init; } = string.Empty;

    /// <summary>The worksheet that it is on; empty: none, or none that the person may see.</summary>
    public string Worksheet { get; init; } = string.Empty;

    /// <summary>What was typed and is not saved; null: nothing.</summary>
    public UnsavedResult? Unsaved { get; init; }
}
