namespace LabQueue.Lims.Objects;

/// <summary>How worksheets of one sort are filled.</summary>
internal sealed record WorksheetTemplate : LabObject
{
    /// <summary>Type name.</summary>
    public const string Type = "WorksheetTemplate";

    /// <inheritdoc/>
    public override string PortalType => Type;

    /// <summary>Services whose analyses go on it, by uid.</summary>
    public ValueList<string> Services { get; init; } = [];

    /// <summary>Only analyses that allow this method, by uid; null: all.</summary>
    public string? RestrictToMethod { get; init; }

    /// <summary>Only analyses that allow this instrument, by uid; null: all.</summary>
    public string? Instrument { get; init; }

    /// <summary>Its slots.</summary>
    public ValueList<TemplateRow> TemplateLayout { get; init; } = [];
}
