using LabQueue.Lims.Background;
using LabQueue.Lims.Objects;
using LabQueue.Lims.Samples;

namespace LabQueue.Lims.Pages.Samples;

/// <summary>A sample in a list.</summary>
/// <param name="Sample">The sample.</param>
/// <param name="Numbers">What there is to say of its analyses.</param>
/// <param name="Pending">What it waits for; null: nothing.</param>
/// <param name="Actions">Transitions that its state and the person's rights allow.</param>
internal sealed record SampleRow(Sample Sample, SampleNumbers Numbers, PendingItem? Pending, IReadOnlyList<string> Actions)
{
    /// <summary>The client's name.</summary>
    public string Client { get; init; } = string.Empty;

    /// <summary>The client's number.</summary>
    public string ClientID { get; init; } = string.Empty;

    /// <summary>The end of the client's address.</summary>
    public string ClientStep { get; init; } = string.Empty;

    /// <summary>The sample type's name.</summary>
    public string Type { get; init; } = string.Empty;

    /// <summary>The contact's name.</summary>
    public string Contact { get; init; } = string.Empty;

    /// <summary>When its first open result is due; null: none is.</summary>
    public DateTimeOffset? Due { get; init; }

    /// <summary>What people call it: until it has its id, letters of its uid.</summary>
    public string Name => Sample.State == SampleState.Pending ? LabUid.Short(Sample.Uid) : Sample.Id;
}
