namespace LabQueue.Lims.Background;

/// <summary>What a request comes to: which objects are handled, and what follows behind the last of them.</summary>
/// <param name="Action">What is done to each object.</param>
/// <param name="ContextUid">What it is about.</param>
/// <param name="ContextPath">Address of that.</param>
/// <param name="Items">The objects, in order.</param>
internal sealed record WorkPlan(string Action, string ContextUid, string ContextPath, IReadOnlyList<WorkItem> Items)
{
    /// <summary>What the person wrote.</summary>
    public string? Comment { get; init; }

    /// <summary>New objects that are kept together with the work, by uid.</summary>
    public IReadOnlyList<string> Made { get; init; } = [];

    /// <summary>The template whose other slots are filled behind the last object; null: none.</summary>
    public string? FollowUp { get; init; }
}
