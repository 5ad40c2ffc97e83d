namespace LabQueue.Engine;

/// <summary>Whether tasks are what a search looks for: the rule, for stores without an index of words.</summary>
public sealed class SearchMatch
{
    private readonly TaskSearch _search;
    private readonly List<(Func<QueueTask, IEnumerable<string>> Beginnings, string[] Words)> _wanted = [];

    /// <summary>The match of a search.</summary>
    public SearchMatch(TaskSearch search)
    {
        ArgumentNullException.ThrowIfNull(search);
        _search = search;
        Want(search.Text, task => [.. Of(task.Name), .. OfContext(task), .. Of(task.Username), .. Of(task.TaskUid), .. OfError(task)]);
        Want(search.Name, task => Of(task.Name));
        Want(search.Context, OfContext);
        Want(search.User, task => Of(task.Username));
        Want(search.TaskUid, task => Of(task.TaskUid));
        Want(search.Error, OfError);
    }

    /// <summary>Whether a task fits.</summary>
    public bool Fits(QueueTask task) =>
        IsWanted(_search, task) && _wanted.TrueForAll(wanted => HasAll([.. wanted.Beginnings(task)], wanted.Words));

    /// <summary>Whether a task is of the states, the user and the priority that a search asks for, whatever its words are.</summary>
    public static bool IsWanted(TaskSearch search, QueueTask task)
    {
        ArgumentNullException.ThrowIfNull(search);
        ArgumentNullException.ThrowIfNull(task);
        return (search.Statuses.Count == 0 || search.Statuses.Contains(task.Status))
            && (search.Ghosts || !task.Ghost || task.Status >= QueueTaskStatus.Done)
            && (search.Username is null || task.Username == search.Username)
            && (search.Priority is null || task.Priority == search.Priority);
    }

    private static bool HasAll(List<string> beginnings, string[] words) =>
        words.Length > 0 && Array.TrueForAll(words, word => beginnings.Exists(term => term.StartsWith(word, StringComparison.Ordinal)));

    private static IEnumerable<string> Of(string text) => SearchWords.Beginnings(text, SearchWords.Most);

    private static IEnumerable<string> OfError(QueueTask task) =>
        task.ErrorMessage is { } error ? SearchWords.Beginnings(error.ToString(), SearchWords.MostOfError) : [];

    private static IEnumerable<string> OfContext(QueueTask task) =>
        Of(SearchWords.WithoutSite(task.ContextPath)).Concat(SearchWords.Beginnings(task.ContextUid, 1));

    private void Want(string? text, Func<QueueTask, IEnumerable<string>> beginnings)
    {
        if (!string.IsNullOrWhiteSpace(text))
        {
            _wanted.Add((beginnings, [.. SearchWords.Of(text, SearchWords.MostWanted).Select(SearchWords.Cut)]));
        }
    }
}
