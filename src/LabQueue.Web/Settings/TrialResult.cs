namespace LabQueue.Web.Settings;

/// <summary>What became of the trial of an address.</summary>
/// <param name="Outcome">What is there.</param>
/// <param name="Detail">Its version, the status of its answer, or what the connection said.</param>
internal sealed record TrialResult(TrialOutcome Outcome, string Detail);
