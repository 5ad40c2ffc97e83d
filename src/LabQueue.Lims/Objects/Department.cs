namespace LabQueue.Lims.Objects;

/// <summary>A part of the laboratory.</summary>
internal sealed record Department : LabObject
{
    /// <summary>Type name.</summary>
    public const string Type = "Department";

    /// <inheritdoc/>
    public override string PortalType => Type;

    /// <summary>The laboratory's own number of it; unique.</summary>
    public string DepartmentID { get; init; } = string.Empty;

    /// <summary>Who leads it: a lab contact, by uid; null: nobody yet.</summary>
    public string? Manager { get; init; }
}
