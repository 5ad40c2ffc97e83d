using static LabQueue.Lims.Objects.SampleState;

namespace LabQueue.Lims.Pages.Samples;

/// <summary>A list of samples (<c>lims-domain</c>, 8).</summary>
/// <param name="Id">Its name in the address.</param>
/// <param name="Text">Its name: a key of the texts.</param>
/// <param name="States">States of its samples; none: all.</param>
internal sealed record SampleTab(string Id, string Text, IReadOnlyList<string> States)
{
    /// <summary>All of them, the usual one first.</summary>
    public static IReadOnlyList<SampleTab> All { get; } =
    [
        new("active", "Active", [Pending, Due, Received, ToBeVerified, Verified]),
        new("due", "Due", [Pending, Due]),
        new("received", "Received", [Received]),
        new("unassigned", "Unassigned", [Received]) { HasUnassigned = true },
        new("assigned", "Assigned", [Received]) { HasUnassigned = false },
        new("late", "Late", [Received]) { IsLate = true },
        new("to_be_verified", "To be verified", [ToBeVerified]),
        new("verified", "Verified", [Verified]),
        new("published", "Published", [Published]),
        new("cancelled", "Cancelled", [Cancelled]),
        new("rejected", "Rejected", [Rejected]),
        new("invalid", "Invalid", [Invalid]),
        new("all", "All", []),
    ];

    /// <summary>Whether some of their analyses wait for a worksheet, or none; null: that does not matter.</summary>
    public bool? HasUnassigned { get; private init; }

    /// <summary>Whether a result is due and not there.</summary>
    public bool IsLate { get; private init; }

    /// <summary>Whether it is about how the laboratory works on them, which is not its clients' business.</summary>
    public bool IsOfLaboratory => IsLate || HasUnassigned is not null;

    /// <summary>The list of that name; else the usual one.</summary>
    public static SampleTab Find(string? id) => All.FirstOrDefault(tab => tab.Id == id) ?? All[0];
}
