namespace LabQueue.Lims.Objects;

/// <summary>A way of doing a test.</summary>
internal sealed record Method : LabObject
{
    /// <summary>Type name.</summary>
    public const string Type = "Method";

    /// <inheritdoc/>
    public override string PortalType => Type;

    /// <summary>The laboratory's own number of it.</summary>
    public string MethodID { get; init; } = string.Empty;

    /// <summary>How it is done.</summary>
    public string Instructions { get; init; } = string.Empty;

    /// <summary>Whether the laboratory is accredited for it.</summary>
    public bool Accredited { get; init; }
}
