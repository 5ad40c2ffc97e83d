namespace LabQueue.Lims.Objects;

/// <summary>What a sample is made of.</summary>
internal sealed record SampleType : LabObject
{
    /// <summary>Type name.</summary>
    public const string Type = "SampleType";

    /// <inheritdoc/>
    public override string PortalType => Type;

    /// <summary>Beginning of its samples' ids; no spaces.</summary>
    public string Prefix { get; init; } = string.Empty;

    /// <summary>Least amount, with its unit.</summary>
    public string MinimumVolume { get; init; } = string.Empty;

    /// <summary>How long samples are kept, in days.</summary>
    public int RetentionPeriod { get; init; }

    /// <summary>To be handled with care.</summary>
    public bool Hazardous { get; init; }
}
