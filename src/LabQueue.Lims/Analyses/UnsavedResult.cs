using LabQueue.Lims.Workflow;

namespace LabQueue.Lims.Analyses;

/// <summary>A typed result that was not entered.</summary>
/// <param name="Typed">What was typed.</param>
/// <param name="Refusal">Why the rules said no; null: somebody else changed it meanwhile.</param>
/// <param name="ChangedBy">Who did; empty: nobody.</param>
internal sealed record UnsavedResult(TypedResult Typed, Refusal? Refusal, string ChangedBy);
