namespace LabQueue;

/// <summary>A page of the history.</summary>
/// <param name="Entries">The ended tasks.</param>
/// <param name="Last">Number of the newest end that the history knows; 0 while it is empty.</param>
public sealed record HistoryPage(IReadOnlyList<HistoryEntry> Entries, long Last);
