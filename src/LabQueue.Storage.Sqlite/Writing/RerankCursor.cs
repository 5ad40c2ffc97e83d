using LabQueue.Engine;

namespace LabQueue.Storage.Sqlite.Writing;

/// <summary>How far the waiting tasks of a word have been looked at.</summary>
/// <param name="Word">A name or an action that moved within the top-priority list.</param>
/// <param name="Phase">A waiting <see cref="TaskState"/>: tasks of that name in it; the number after: tasks of that action.</param>
/// <param name="Key">The last task looked at by name.</param>
/// <param name="Id">The last task looked at by action.</param>
/// <param name="Moved">Whether a task got another rank since the first phase.</param>
internal sealed record RerankCursor(string Word, int Phase, OrderKey Key, long Id, bool Moved)
{
    /// <summary>The beginning of a phase.</summary>
    public static RerankCursor Start(string word, int phase, bool moved) =>
        new(word, phase, new OrderKey(-1, 0, string.Empty, 0), 0, moved);
}
