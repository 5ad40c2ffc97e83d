namespace LabQueue;

/// <summary>What became of one object of a task.</summary>
/// <param name="Uid">The object.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Message">Why, for the person who asked; null where there is nothing to say.</param>
public sealed record ItemOutcome(string Uid, ItemOutcomeKind Outcome, string? Message = null);
