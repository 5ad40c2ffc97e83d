namespace LabQueue.Lims.Objects;

/// <summary>A test that the laboratory offers.</summary>
internal sealed record AnalysisService : LabObject
{
    /// <summary>Type name.</summary>
    public const string Type = "AnalysisService";

    /// <inheritdoc/>
    public override string PortalType => Type;

    /// <inheritdoc/>
    public override string SearchText => Keyword;

    /// <summary>Letters, digits, <c>_</c> and <c>-</c>; unique; the id of its analyses.</summary>
    public string Keyword { get; init; } = string.Empty;

    /// <summary>Unit of the result.</summary>
    public string Unit { get; init; } = string.Empty;

    /// <summary>Price of one analysis, in the setup's currency.</summary>
    public decimal Price { get; init; }

    /// <summary>Price for clients with <see cref="LabClient.BulkDiscount"/>.</summary>
    public decimal BulkPrice { get; init; }

    /// <summary>Category, by uid.</summary>
    public string? Category { get; init; }

    /// <summary>Department, by uid.</summary>
    public string? Department { get; init; }

    /// <summary>Where it is measured: <c>lab</c> or <c>field</c>.</summary>
    public string PointOfCapture { get; init; } = PointsOfCapture.Lab;

    /// <summary>Methods that it may be done by, by uid.</summary>
    public ValueList<string> Methods { get; init; } = [];

    /// <summary>The method where none is named; null: none.</summary>
    public string? Method { get; init; }

    /// <summary>Instruments that it may be done on, by uid.</summary>
    public ValueList<string> Instruments { get; init; } = [];

    /// <summary>The instrument where none is named; null: none.</summary>
    public string? Instrument { get; init; }

    /// <summary>How far a duplicate may be off, in per cent of the source's result; 0: must equal it.</summary>
    public decimal DuplicateVariation { get; init; }

    /// <summary>Time allowed from receipt, in minutes; null: the setup's.</summary>
    public int? MaxTimeAllowed { get; init; }

    /// <summary>Verifications that a result needs, 1 to 4; -1: the setup's.</summary>
    public int NumberOfRequiredVerifications { get; init; } = -1;

    /// <summary>Whether who submitted may verify: 0 no, 1 yes, -1 the setup's.</summary>
    public int SelfVerification { get; init; } = -1;

    /// <summary>Lowest result that is in range; null: none. For samples without a specification of their own.</summary>
    public decimal? Min { get; init; }

    /// <summary>Highest result that is in range; null: none.</summary>
    public decimal? Max { get; init; }
}
