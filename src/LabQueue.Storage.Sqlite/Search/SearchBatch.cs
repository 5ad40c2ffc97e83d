namespace LabQueue.Storage.Sqlite.Search;

/// <summary>A part of what changed.</summary>
/// <param name="Reached">With it, the index has all up to that number.</param>
/// <param name="Tasks">Rows of tasks, and the tasks; null for what is not there any more.</param>
internal sealed record SearchBatch(long Reached, IReadOnlyList<(long Id, IndexedTask? Task)> Tasks);
