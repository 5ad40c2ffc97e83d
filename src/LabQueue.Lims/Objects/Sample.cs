using System.Text.Json.Serialization;

namespace LabQueue.Lims.Objects;

/// <summary>A sample; <c>AnalysisRequest</c> in the JSON API.</summary>
internal sealed record Sample : LabObject
{
    /// <summary>Type name.</summary>
    public const string Type = "AnalysisRequest";

    /// <inheritdoc/>
    public override string PortalType => Type;

    /// <summary>Priority and time of registration: samples sorted by it stand in the order they are to be worked on.</summary>
    [JsonIgnore]
    public string PrioritySortkey => PriorityKey.Of(Priority, Created);

    /// <inheritdoc/>
    public override string SearchText => $"{ClientSampleID} {ClientOrderNumber} {ClientReference}";

    /// <summary>Who sent it: a contact of the client, by uid.</summary>
    public string? Contact { get; init; }

    /// <summary>What it is made of, by uid.</summary>
    public string? SampleType { get; init; }

    /// <summary>When it was taken; needed to receive it.</summary>
    public DateTimeOffset? DateSampled { get; init; }

    /// <summary>When it came to the laboratory; null: it has not.</summary>
    public DateTimeOffset? DateReceived { get; init; }

    /// <summary>When its results were verified.</summary>
    public DateTimeOffset? DateVerified { get; init; }

    /// <summary>When its results went to the client.</summary>
    public DateTimeOffset? DatePublished { get; init; }

    /// <summary>The client's order.</summary>
    public string ClientOrderNumber { get; init; } = string.Empty;

    /// <summary>The client's words for it.</summary>
    public string ClientReference { get; init; } = string.Empty;

    /// <summary>The client's number of it.</summary>
    public string ClientSampleID { get; init; } = string.Empty;

    /// <summary><c>1</c> highest to <c>5</c> lowest.</summary>
    public int Priority { get; init; } = 3;

    /// <summary>Notes.</summary>
    public string Remarks { get; init; } = string.Empty;

    /// <summary>For the laboratory's own use; not published.</summary>
    public bool InternalUse { get; init; }

    /// <summary>State before the sample was cancelled, to which a reinstatement leads; null: it is not cancelled.</summary>
    public string? StateBeforeCancel { get; init; }

    /// <summary>Services whose analyses are still to be made, for a sample registered in the background.</summary>
    public ValueList<string> PendingServices { get; init; } = [];

    /// <summary>Services to analyse for, with ranges of their own where the client asks for them.</summary>
    public ValueList<ResultRange> Specification { get; init; } = [];
}
