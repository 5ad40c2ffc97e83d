using LabQueue.Lims.Samples;

namespace LabQueue.Lims.Background;

/// <summary>Work that a person asks for.</summary>
/// <param name="Action">One of <see cref="WorkAction"/>, or any transition.</param>
/// <param name="ContextUid">What it is about: a worksheet, a sample, a contact, or the site.</param>
/// <param name="Uids">The objects, in the order of the person's choice; repeated ones count once.</param>
internal sealed record WorkRequest(string Action, string ContextUid, IReadOnlyList<string> Uids)
{
    /// <summary>For <see cref="WorkAction.Assign"/>: where each object is to go; null, or too short: wherever it fits.</summary>
    public IReadOnlyList<int?>? Slots { get; init; }

    /// <summary>What the person wrote.</summary>
    public string? Comment { get; init; }

    /// <summary>For <see cref="WorkAction.ApplyTemplate"/>: the template, by uid.</summary>
    public string? TemplateUid { get; init; }

    /// <summary>For <see cref="WorkAction.Register"/>: samples that are kept in the same transaction as the work.</summary>
    public IReadOnlyList<NewSample> NewSamples { get; init; } = [];

    /// <summary>The objects' versions when the person looked; null, or 0 for one: as they are now.</summary>
    public IReadOnlyList<long>? Versions { get; init; }
}
