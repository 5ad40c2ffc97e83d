using System.Text.Json.Serialization;

namespace LabQueue.Lims.Objects;

/// <summary>One test: on a sample, on a reference sample, or a repeat. What it takes from its service is copied when it is made.</summary>
internal sealed record Analysis : LabObject
{
    /// <summary>Type name of a routine analysis.</summary>
    public const string Type = "Analysis";

    /// <summary>Type name of a duplicate.</summary>
    public const string DuplicateType = "DuplicateAnalysis";

    /// <summary>Type name of a blank or control.</summary>
    public const string ReferenceType = "ReferenceAnalysis";

    /// <summary>What kind it is.</summary>
    public AnalysisKind Kind { get; init; }

    /// <inheritdoc/>
    public override string PortalType => Kind switch
    {
        AnalysisKind.Routine => Type,
        AnalysisKind.Duplicate => DuplicateType,
        AnalysisKind.Blank or AnalysisKind.Control => ReferenceType,
    };

    /// <inheritdoc/>
    public override string SortKey => PrioritySortkey;

    /// <inheritdoc/>
    public override string? ContainerUid => Container;

    /// <inheritdoc/>
    public override string? ServiceUid => AnalysisService;

    /// <inheritdoc/>
    public override bool IsHidden => Hidden;

    /// <inheritdoc/>
    public override DateTimeOffset? Due => AnalysisState.IsOpen(State) ? DueDate : null;

    /// <summary>The sample (routine, duplicate) or reference sample (blank, control), by uid.</summary>
    public string Container { get; init; } = string.Empty;

    /// <summary>Id of <see cref="Container"/>.</summary>
    public string ContainerId { get; init; } = string.Empty;

    /// <summary>The service, by uid.</summary>
    public string AnalysisService { get; init; } = string.Empty;

    /// <summary>The service's keyword.</summary>
    public string Keyword { get; init; } = string.Empty;

    /// <summary>Unit of the result.</summary>
    public string Unit { get; init; } = string.Empty;

    /// <summary>The result as it was entered; empty: none yet.</summary>
    public string Result { get; init; } = string.Empty;

    /// <summary>When the result was entered.</summary>
    public DateTimeOffset? ResultCaptureDate { get; init; }

    /// <summary>Who is to do it; empty: nobody yet.</summary>
    public string Analyst { get; init; } = string.Empty;

    /// <summary>Method, by uid; null: none.</summary>
    public string? Method { get; init; }

    /// <summary>Instrument, by uid; null: none.</summary>
    public string? Instrument { get; init; }

    /// <summary>Methods that the service allowed when it was made, by uid.</summary>
    public ValueList<string> AllowedMethods { get; init; } = [];

    /// <summary>Instruments that the service allowed when it was made, by uid.</summary>
    public ValueList<string> AllowedInstruments { get; init; } = [];

    /// <summary>The analysis that it replaces, by uid; null: none.</summary>
    public string? RetestOf { get; init; }

    /// <summary>Of a duplicate: the analysis that it repeats, by uid.</summary>
    public string? Source { get; init; }

    /// <summary>What the quality analyses of one slot share, such as <c>QC-001-002</c> or <c>W-0001-D01</c>.</summary>
    public string ReferenceAnalysesGroupID { get; init; } = string.Empty;

    /// <summary><c>lab</c> or <c>field</c>.</summary>
    public string PointOfCapture { get; init; } = PointsOfCapture.Lab;

    /// <summary>Verifications that the result needs, 1 to 4; -1: the setup's.</summary>
    public int NumberOfRequiredVerifications { get; init; } = -1;

    /// <summary>Whether who submitted may verify: 0 no, 1 yes, -1 the setup's.</summary>
    public int SelfVerification { get; init; } = -1;

    /// <summary>Of a duplicate: how far it may be off, in per cent.</summary>
    public decimal DuplicateVariation { get; init; }

    /// <summary>Lowest result that is in range; null: none.</summary>
    public decimal? Min { get; init; }

    /// <summary>Highest result that is in range; null: none.</summary>
    public decimal? Max { get; init; }

    /// <summary>Price, in the setup's currency.</summary>
    public decimal Price { get; init; }

    /// <summary>Time allowed from receipt, in minutes; null: the setup's.</summary>
    public int? MaxTimeAllowed { get; init; }

    /// <summary>When the result is due; null: its sample was not received.</summary>
    public DateTimeOffset? DueDate { get; init; }

    /// <summary>Notes.</summary>
    public string Remarks { get; init; } = string.Empty;

    /// <summary>Not shown to the client.</summary>
    public bool Hidden { get; init; }

    /// <summary>Its sample's priority, 1 highest to 5 lowest; part of the order.</summary>
    public int Priority { get; init; } = 3;

    /// <summary>When its sample was registered; part of the order.</summary>
    public DateTimeOffset ContainerCreated { get; init; }

    /// <summary>Its row on a worksheet; null: it is on none. Kept in a table of its own, which alone says so (T-56).</summary>
    [JsonIgnore]
    public Slot? Slot { get; init; }

    /// <summary>
    /// Priority and time of its sample, the sample's id and its own title: analyses sorted by it stand together by sample.
    /// </summary>
    [JsonIgnore]
    public string PrioritySortkey =>
        $"{PriorityKey.Of(Priority, ContainerCreated)}.{NaturalOrder.Key(ContainerId)}.{Title.ToLowerInvariant()}.{NaturalOrder.Key(Id)}";
}
