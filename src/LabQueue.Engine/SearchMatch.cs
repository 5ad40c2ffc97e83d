namespace LabQueue.Engine;

/// <summary>Whether tasks are what a search looks for: the rule, for stores without an index of words.</summary>
public sealed class SearchMatch
{
    private const int MostWanted = 8;
    private const int MostWords = 120;
    private const int LongestText = 2_000;

    private readonly TaskSearch _search;
    private readonly List<(Func<QueueTask, IEnumerable<string?>> Fields, string[] Words)> _wanted = [];

    /// <summary>The match of a search.</summary>
    public SearchMatch(TaskSearch search)
    {
        ArgumentNullException.ThrowIfNull(search);
        _search = search;
        Want(search.Text, task => [task.Name, .. ContextOf(task), task.Username, task.TaskUid, task.ErrorMessage?.ToString()]);
        Want(search.Name, task => [task.Name]);
        Want(search.Context, ContextOf);
        Want(search.User, task => [task.Username]);
        Want(search.TaskUid, task => [task.TaskUid]);
        Want(search.Error, task => [task.ErrorMessage?.ToString()]);
    }

    /// <summary>Whether a task fits.</summary>
    public bool Fits(QueueTask task)
    {
        ArgumentNullException.ThrowIfNull(task);
        return (_search.Statuses.Count == 0 || _search.Statuses.Contains(task.Status))
            && (_search.Ghosts || !task.Ghost || task.Status >= QueueTaskStatus.Done)
            && (_search.Username is null || task.Username == _search.Username)
            && (_search.Priority is null || task.Priority == _search.Priority)
            && _wanted.TrueForAll(wanted => HasAll(wanted.Fields(task), wanted.Words));
    }

    private static bool HasAll(IEnumerable<string?> fields, string[] words)
    {
        var beginnings = fields.OfType<string>()
            .SelectMany(text => SearchWords.Beginnings(text[..Math.Min(text.Length, LongestText)], MostWords))
            .ToList();
        return words.Length > 0 && Array.TrueForAll(words, word => beginnings.Exists(term => term.StartsWith(word, StringComparison.Ordinal)));
    }

    // All paths of a site begin with its name, which would find every task.
    private static IEnumerable<string?> ContextOf(QueueTask task) =>
    [
        task.ContextPath.StartsWith('/') && task.ContextPath.IndexOf('/', 1) is > 0 and var end ? task.ContextPath[end..] : task.ContextPath,
        task.ContextUid,
    ];

    private void Want(string? text, Func<QueueTask, IEnumerable<string?>> fields)
    {
        if (!string.IsNullOrWhiteSpace(text))
        {
            _wanted.Add((fields, [.. SearchWords.Of(text, MostWanted).Select(SearchWords.Cut)]));
        }
    }
}
