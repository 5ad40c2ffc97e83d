namespace LabQueue.Lims.Objects;

/// <summary>A person at a client.</summary>
internal sealed record Contact : Person
{
    /// <summary>Type name.</summary>
    public const string Type = "Contact";

    /// <inheritdoc/>
    public override string PortalType => Type;
}
