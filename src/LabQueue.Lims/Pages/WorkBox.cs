namespace LabQueue.Lims.Pages;

/// <summary>What is done in the background with what a page shows.</summary>
/// <param name="Lines">The work, oldest first.</param>
/// <param name="Waiting">How many objects of the page wait for it.</param>
internal sealed record WorkBox(IReadOnlyList<WorkLine> Lines, int Waiting);
