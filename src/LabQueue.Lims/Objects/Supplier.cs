namespace LabQueue.Lims.Objects;

/// <summary>Who sells reference samples.</summary>
internal sealed record Supplier : LabObject
{
    /// <summary>Type name.</summary>
    public const string Type = "Supplier";

    /// <inheritdoc/>
    public override string PortalType => Type;
}
