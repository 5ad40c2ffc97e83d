using LabQueue.Lims.Objects;
using LabQueue.Lims.Store;

namespace LabQueue.Lims.Worksheets;

/// <summary>The unassigned analyses of a service by priority key, read page by page as they are asked for.</summary>
/// <param name="reader">Reads them.</param>
/// <param name="service">The service.</param>
/// <param name="pageSize">Analyses in a page.</param>
/// <param name="mostPages">Pages to read at most.</param>
internal sealed class ServicePages(LabReader reader, string service, int pageSize, int mostPages)
{
    private readonly Queue<Analysis> _page = new();
    private int _pages;
    private bool _ended;
    private (string SortKey, string Uid) _last = (string.Empty, string.Empty);

    /// <summary>The next one, which stays the next; null: there is none, or enough were read.</summary>
    public async Task<Analysis?> PeekAsync(CancellationToken cancellationToken)
    {
        if (_page.Count == 0 && !_ended)
        {
            await ReadAsync(cancellationToken);
        }

        return _page.TryPeek(out var next) ? next : null;
    }

    /// <summary>Goes on to the one behind.</summary>
    public void Skip() => _page.Dequeue();

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        if (_pages++ == mostPages)
        {
            _ended = true;
            return;
        }

        var rows = await reader.QueryAsync<LabRow>(
            CandidateSql.OfService,
            new { site = reader.Site, service, sort_key = _last.SortKey, uid = _last.Uid, limit = pageSize },
            cancellationToken);
        foreach (var row in rows)
        {
            var analysis = (Analysis)row.ToObject();
            _page.Enqueue(analysis);
            _last = (analysis.SortKey, analysis.Uid);
        }

        _ended = rows.Count < pageSize;
    }
}
