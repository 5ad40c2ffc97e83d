namespace LabQueue.Lims.Workflow;

/// <summary>A way from states to a state.</summary>
/// <param name="Id">See <see cref="TransitionId"/>. A machine may have several rows of one id that begin in different states.</param>
/// <param name="Title">What the button says; in small letters it fits behind "to".</param>
/// <param name="From">States that it begins in.</param>
/// <param name="To">The state that it leads to; several: the effect decides; none: the state stays.</param>
internal sealed record Transition(string Id, string Title, IReadOnlyList<string> From, IReadOnlyList<string> To)
{
    /// <summary>Permissions of which a user needs any one; none: nobody is asked.</summary>
    public IReadOnlyList<string> Permissions { get; init; } = [];

    /// <summary>Follows from other transitions; people cannot ask for it.</summary>
    public bool IsAutomatic { get; init; }

    /// <summary>Needs more than the object and the name, so it has a page and a route of its own.</summary>
    public bool HasOwnForm { get; init; }

    /// <summary>The object leaves all lists; its record stays (T-40).</summary>
    public bool Deletes { get; init; }

    /// <summary>What has to be so, and what else happens, in words for the reference page.</summary>
    public string Note { get; init; } = string.Empty;
}
