namespace LabQueue.Lims.Objects;

/// <summary>A person of the laboratory.</summary>
internal sealed record LabContact : Person
{
    /// <summary>Type name.</summary>
    public const string Type = "LabContact";

    /// <inheritdoc/>
    public override string PortalType => Type;

    /// <summary>Departments, by uid.</summary>
    public ValueList<string> Departments { get; init; } = [];

    /// <summary>The department that is meant where none is named; null: none.</summary>
    public string? DefaultDepartment { get; init; }
}
