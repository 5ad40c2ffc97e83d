using LabQueue.Storage.Sqlite.Native;

namespace LabQueue.Storage.Sqlite.Search;

/// <summary>Asks the index which tasks fit, the latest first.</summary>
/// <param name="site">The site.</param>
/// <param name="search">What to find.</param>
/// <remarks>
/// Words of up to four letters the index answers row by row, however many fit; of longer ones it gathers all rows first. A long
/// word that many tasks have is found among the latest rows of its first letters, and one that few have is cheap to gather: so
/// the first look is at so many rows by first letters, and only those after it ask for whole words.
/// </remarks>
internal sealed class SearchReads(SiteState site, TaskSearch search)
{
    private const int QuickLetters = 4;
    private const int Rows = 500;
    private const int MostLooks = 6;

    private long _before = search.Before ?? long.MaxValue;
    private bool _isQuick = SearchTerms.IsLongerThan(search, QuickLetters);
    private int _looks;

    /// <summary>Where the next look begins; null: all was looked at.</summary>
    public long? Before => _before > 0 ? _before : null;

    /// <summary>Whether to look once more; a search that finds what is gone again and again ends before the end.</summary>
    public bool IsGoingOn => _before > 0 && _looks < MostLooks;

    /// <summary>The next rows that fit: their number, and the task's.</summary>
    public List<(long Number, long Task)> Next(Database index)
    {
        _looks++;
        var rows = new List<(long, long)>();
        if (SearchTerms.Condition(site.Id, search, _isQuick ? QuickLetters : int.MaxValue) is not { } condition)
        {
            _before = 0;
            return rows;
        }

        var most = Math.Max(Rows, 2 * search.Limit);
        var row = index.Prepare(SearchSql.Find).Bind(condition).Bind(_before).Bind(most);
        var (read, last) = (0, 0L);
        while (row.Step())
        {
            var (number, task) = (row.Int64(), row.Int64());
            if (!_isQuick || SearchTerms.Fits(row.Text(), search))
            {
                rows.Add((number, task));
            }

            (read, last) = (read + 1, number);
        }

        _before = read < most ? 0 : last;
        _isQuick = false;
        return rows;
    }
}
