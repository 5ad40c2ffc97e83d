using System.Globalization;
using System.Text;
using LabQueue.Engine;

namespace LabQueue.Storage.Sqlite.Search;

/// <summary>The terms of the index: a letter for the site, one for the state, one for the field, then the word.</summary>
/// <remarks>
/// So each site and each state has lists of its own in the index, and a question about few tasks reads past none of the others.
/// </remarks>
internal static class SearchTerms
{
    private const string Name = "n";
    private const string Context = "c";
    private const string Uid = "i";
    private const string User = "u";
    private const string Error = "e";

    // Fields of which a text without a field may be part.
    private const string AnyField = Name + Context + Uid + User + Error;

    private const char Priority = 'p';

    // Sites may share a letter, as whoever finds something reads the task itself and looks.
    private const int FirstSite = 0x4E00;
    private const int Sites = 20_000;

    /// <summary>What is written into the index of a task.</summary>
    public static string Of(IndexedTask task)
    {
        var start = Start(task.Site, task.Status, task.Ghost);
        var terms = new StringBuilder(start);
        Add(terms, start, Name, task.Name, SearchWords.Most);
        Add(terms, start, Context, SearchWords.WithoutSite(task.ContextPath), SearchWords.Most);
        Add(terms, start, Context, task.ContextUid, most: 1);
        Add(terms, start, Uid, task.Uid, most: 1);
        Add(terms, start, User, task.Username, SearchWords.Most);
        if (task.Error is { Length: > 0 } error)
        {
            Add(terms, start, Error, new JsonText(error).ToString(), SearchWords.MostOfError);
        }

        return terms.Append(' ').Append(start).Append(Priority).Append(NumberOf(task.Priority)).ToString();
    }

    /// <summary>The condition that a search is to the index.</summary>
    /// <param name="site">Number of the site.</param>
    /// <param name="search">What to find.</param>
    /// <param name="length">Letters of each word that the index is asked for: the more, the more exact, and slower.</param>
    /// <returns>Null where nothing can be found.</returns>
    public static string? Condition(int site, TaskSearch search, int length)
    {
        var starts = StartsOf(site, search);
        var parts = new List<string>();
        foreach (var (fields, word) in Wanted(search))
        {
            var cut = Shorten(word, length);
            parts.Add(Either(starts.SelectMany(start => fields.Select(field => $"\"{start}{field}{cut}\" *"))));
        }

        if (search.Priority is { } priority)
        {
            parts.Add(Either(starts.Select(start => $"\"{start}{Priority}{NumberOf(priority)}\"")));
        }

        if (parts.Count == 0)
        {
            parts.Add(Either(starts.Select(start => $"\"{start}\"")));
        }

        return starts.Count == 0 || HasOnlySigns(search) ? null : string.Join(" AND ", parts);
    }

    /// <summary>Whether what the index has of a task fits word by word.</summary>
    public static bool Fits(string terms, TaskSearch search)
    {
        foreach (var (fields, word) in Wanted(search))
        {
            var isFound = false;
            foreach (var range in terms.AsSpan().Split(' '))
            {
                var term = terms.AsSpan()[range];
                isFound |= term.Length > 3 && fields.Contains(term[2]) && term[3..].StartsWith(word, StringComparison.Ordinal);
            }

            if (!isFound)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether a word of the search has more letters than that.</summary>
    public static bool IsLongerThan(TaskSearch search, int length) => Wanted(search).Any(wanted => wanted.Word.Length > length);

    private static List<(string Fields, string Word)> Wanted(TaskSearch search)
    {
        var wanted = new List<(string, string)>();
        foreach (var (fields, text) in Texts(search))
        {
            wanted.AddRange(SearchWords.Of(text, SearchWords.MostWanted).Select(word => (fields, SearchWords.Cut(word))));
        }

        return wanted;
    }

    private static IEnumerable<(string Fields, string Text)> Texts(TaskSearch search)
    {
        (string Fields, string? Text)[] all =
        [
            (AnyField, search.Text), (Name, search.Name), (Context, search.Context), (User, search.User), (User, search.Username),
            (Uid, search.TaskUid), (Error, search.Error),
        ];
        return all.Where(pair => !string.IsNullOrWhiteSpace(pair.Text)).Select(pair => (pair.Fields, pair.Text!));
    }

    // Of a text of nothing but signs there is no word to find.
    private static bool HasOnlySigns(TaskSearch search) =>
        Texts(search with { Username = null }).Any(pair => SearchWords.Of(pair.Text, 1).Count == 0);

    private static List<string> StartsOf(int site, TaskSearch search)
    {
        var statuses = search.Statuses.Count == 0 ? Enum.GetValues<QueueTaskStatus>() : search.Statuses;
        var starts = statuses.Select(status => Start(site, status, isGhost: false));
        if (search.Ghosts)
        {
            starts = starts.Concat(statuses.Select(status => Start(site, status, isGhost: true)));
        }

        return [.. starts.Distinct(StringComparer.Ordinal)];
    }

    // What waits and what runs changes all the time, and is one state here.
    private static string Start(int site, QueueTaskStatus status, bool isGhost)
    {
        var state = status switch
        {
            QueueTaskStatus.Queued or QueueTaskStatus.Running => isGhost ? 'v' : 'w',
            QueueTaskStatus.Failed => isGhost ? 'g' : 'f',
            QueueTaskStatus.Done => 'd',
            QueueTaskStatus.Cancelled => 'c',
            QueueTaskStatus.Deleted => 'x',
        };
        return $"{(char)(FirstSite + (site % Sites))}{state}";
    }

    private static void Add(StringBuilder terms, string start, string field, string text, int most)
    {
        foreach (var word in SearchWords.Beginnings(text, most))
        {
            terms.Append(' ').Append(start).Append(field).Append(word);
        }
    }

    private static string Either(IEnumerable<string> terms) => $"({string.Join(" OR ", terms)})";

    private static string Shorten(string word, int length) =>
        word.Length <= length ? word : word[..(char.IsHighSurrogate(word[length - 1]) ? length - 1 : length)];

    private static string NumberOf(int priority) =>
        priority < 0 ? string.Create(CultureInfo.InvariantCulture, $"_{-(long)priority}") : priority.ToString(CultureInfo.InvariantCulture);
}
