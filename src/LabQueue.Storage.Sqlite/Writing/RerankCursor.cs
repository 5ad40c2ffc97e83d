using LabQueue.Engine;

namespace LabQueue.Storage.Sqlite.Writing;

/// <summary>How far the waiting tasks of a word have been looked at.</summary>
/// <param name="Word">A name or an action that moved within the top-priority list.</param>
/// <param name="Phase">0 to 2: tasks of that name in the state of that number; 3: tasks of that action.</param>
/// <param name="Key">The last task looked at by name.</param>
/// <param name="Id">The last task looked at by action.</param>
internal sealed record RerankCursor(string Word, int Phase, OrderKey Key, long Id)
{
    /// <summary>The beginning of a phase.</summary>
    public static RerankCursor Start(string word, int phase) => new(word, phase, new OrderKey(-1, 0, string.Empty, 0), 0);
}
