using System.Text.Json.Serialization;

namespace LabQueue.Lims.Objects;

/// <summary>A sample whose results are known: a blank or a control.</summary>
internal sealed record ReferenceSample : LabObject
{
    /// <summary>Type name.</summary>
    public const string Type = "ReferenceSample";

    /// <inheritdoc/>
    public override string PortalType => Type;

    /// <summary>The sort it is of, by uid; null: none.</summary>
    public string? ReferenceDefinition { get; init; }

    /// <summary>A blank, else a control.</summary>
    public bool Blank { get; init; }

    /// <summary>To be handled with care.</summary>
    public bool Hazardous { get; init; }

    /// <summary>Who made it.</summary>
    public string Manufacturer { get; init; } = string.Empty;

    /// <summary>Number of its lot.</summary>
    public string LotNumber { get; init; } = string.Empty;

    /// <summary>Not to be used after that.</summary>
    public DateTimeOffset? ExpiryDate { get; init; }

    /// <summary>When it expired; null: it has not.</summary>
    public DateTimeOffset? DateExpired { get; init; }

    /// <summary>When it was thrown away; null: it was not.</summary>
    public DateTimeOffset? DateDisposed { get; init; }

    /// <summary>What it should show; its services are the supported ones.</summary>
    public ValueList<ReferenceResult> ReferenceResults { get; init; } = [];

    /// <summary>Kind of its analyses.</summary>
    [JsonIgnore]
    public AnalysisKind Kind => Blank ? AnalysisKind.Blank : AnalysisKind.Control;

    /// <summary>Whether it may be used at that time (<c>lims-domain</c>, 1.2).</summary>
    public bool IsValid(DateTimeOffset now) =>
        !(ExpiryDate < now) && !(DateExpired < now) && !(DateDisposed < now);
}
