namespace LabQueue.Lims.Objects;

/// <summary>What reference samples of one sort have in common.</summary>
internal sealed record ReferenceDefinition : LabObject
{
    /// <summary>Type name.</summary>
    public const string Type = "ReferenceDefinition";

    /// <inheritdoc/>
    public override string PortalType => Type;

    /// <summary>Samples of it are blanks, else controls.</summary>
    public bool Blank { get; init; }

    /// <summary>To be handled with care.</summary>
    public bool Hazardous { get; init; }

    /// <summary>What samples of it should show.</summary>
    public ValueList<ReferenceResult> ReferenceResults { get; init; } = [];
}
