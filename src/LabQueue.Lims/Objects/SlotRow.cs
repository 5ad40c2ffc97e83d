namespace LabQueue.Lims.Objects;

/// <summary>A row of a worksheet's layout, as <c>Layout</c> of the JSON API has it.</summary>
internal sealed record SlotRow
{
    /// <summary>The analysis; on one worksheet at most.</summary>
    public string AnalysisUid { get; init; } = string.Empty;

    /// <summary>The worksheet.</summary>
    public string WorksheetUid { get; init; } = string.Empty;

    /// <summary>The slot, from 1.</summary>
    public int Position { get; init; }

    /// <summary>Order of rows inside the worksheet.</summary>
    public long Ordinal { get; init; }

    /// <summary>What kind of analysis it is.</summary>
    public AnalysisKind Kind { get; init; }

    /// <summary>The sample or reference sample.</summary>
    public string ContainerUid { get; init; } = string.Empty;

    /// <summary>The analysis' state.</summary>
    public string State { get; init; } = string.Empty;

    /// <summary>The analysis' service.</summary>
    public string ServiceUid { get; init; } = string.Empty;

    /// <summary>Of a duplicate: what it repeats; null for others.</summary>
    public string? SourceUid { get; init; }
}
