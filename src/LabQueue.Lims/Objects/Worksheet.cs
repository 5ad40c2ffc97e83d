namespace LabQueue.Lims.Objects;

/// <summary>Analyses that are done together.</summary>
internal sealed record Worksheet : LabObject
{
    /// <summary>Type name.</summary>
    public const string Type = "Worksheet";

    /// <inheritdoc/>
    public override string PortalType => Type;

    /// <inheritdoc/>
    public override string SearchText => Analyst;

    /// <inheritdoc/>
    public override string? Responsible => Analyst;

    /// <summary>Who is responsible: a user.</summary>
    public string Analyst { get; init; } = string.Empty;

    /// <summary>The template applied last, by uid; null: none.</summary>
    public string? WorksheetTemplate { get; init; }

    /// <summary>Pushed to analyses that allow it, by uid; null: none.</summary>
    public string? Instrument { get; init; }

    /// <summary>Pushed to analyses that allow it, by uid; null: none.</summary>
    public string? Method { get; init; }

    /// <summary>How results are shown: <c>analyses_classic_view</c> or <c>analyses_transposed_view</c>.</summary>
    public string ResultsLayout { get; init; } = "analyses_classic_view";

    /// <summary>Notes.</summary>
    public string Remarks { get; init; } = string.Empty;
}
