namespace LabQueue.Lims.Objects;

/// <summary>A folder of the site, such as <c>/senaite/clients</c>.</summary>
internal sealed record Folder : LabObject
{
    /// <summary>Type name.</summary>
    public const string Type = "Folder";

    /// <inheritdoc/>
    public override string PortalType => Type;
}
