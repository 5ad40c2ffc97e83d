namespace LabQueue.Lims.Objects;

/// <summary>A machine that measures.</summary>
internal sealed record Instrument : LabObject
{
    /// <summary>Type name.</summary>
    public const string Type = "Instrument";

    /// <inheritdoc/>
    public override string PortalType => Type;

    /// <summary>What kind of machine it is.</summary>
    public string InstrumentType { get; init; } = string.Empty;

    /// <summary>Who made it.</summary>
    public string Brand { get; init; } = string.Empty;

    /// <summary>Its model.</summary>
    public string Model { get; init; } = string.Empty;

    /// <summary>Its number.</summary>
    public string SerialNo { get; init; } = string.Empty;

    /// <summary>Methods that it can do, by uid, the usual one first.</summary>
    public ValueList<string> Methods { get; init; } = [];
}
