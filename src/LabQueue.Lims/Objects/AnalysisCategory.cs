namespace LabQueue.Lims.Objects;

/// <summary>A group of services.</summary>
internal sealed record AnalysisCategory : LabObject
{
    /// <summary>Type name.</summary>
    public const string Type = "AnalysisCategory";

    /// <inheritdoc/>
    public override string PortalType => Type;

    /// <summary>Department, by uid.</summary>
    public string? Department { get; init; }

    /// <summary>Place in lists, 0 to 1000.</summary>
    public decimal? SortNumber { get; init; }
}
