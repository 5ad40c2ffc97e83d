namespace LabQueue.Lims.Workflow;

/// <summary>Why the laboratory's rules say no; told to the person who asked.</summary>
/// <param name="Kind">What kind of no it is.</param>
/// <param name="Message">Why, in a sentence that names the object and what would be needed.</param>
internal sealed record Refusal(RefusalKind Kind, string Message);
