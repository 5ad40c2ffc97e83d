using LabQueue.Lims.Objects;

namespace LabQueue.Lims.Pages.Worksheets;

/// <summary>A slot of a worksheet with its analyses.</summary>
/// <param name="Position">The slot.</param>
/// <param name="Kind">What lies in it; null: nothing.</param>
/// <param name="Rows">The analyses.</param>
internal sealed record ResultSlot(int Position, AnalysisKind? Kind, IReadOnlyList<ResultRow> Rows)
{
    /// <summary>Id of the sample or reference sample.</summary>
    public string Container { get; init; } = string.Empty;

    /// <summary>More about it: client and sample type; of a reference sample its title and supplier.</summary>
    public string About { get; init; } = string.Empty;

    /// <summary>Where an open page puts it.</summary>
    public SlotPlace Place { get; init; }

    /// <summary>Whether the sample is urgent.</summary>
    public bool IsUrgent { get; init; }
}
