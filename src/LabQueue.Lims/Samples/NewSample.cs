using LabQueue.Lims.Objects;

namespace LabQueue.Lims.Samples;

/// <summary>A sample that somebody asks to be registered.</summary>
/// <param name="ClientUid">The client whose sample it is.</param>
/// <param name="SampleType">What it is made of, by uid.</param>
/// <param name="Services">What to analyse for: uids or keywords of services. Repeated ones count once; the order is kept.</param>
internal sealed record NewSample(string ClientUid, string SampleType, IReadOnlyList<string> Services)
{
    /// <summary>Who sent it: a contact of the client, by uid; null: the user, where the user is one.</summary>
    public string? Contact { get; init; }

    /// <summary>When it was taken.</summary>
    public DateTimeOffset? DateSampled { get; init; }

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

    /// <summary>Ranges of its own by service uid.</summary>
    public IReadOnlyList<ResultRange> Specification { get; init; } = [];
}
