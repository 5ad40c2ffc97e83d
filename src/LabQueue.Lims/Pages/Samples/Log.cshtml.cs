using LabQueue.Lims.Access;
using LabQueue.Lims.Api;
using LabQueue.Lims.Audit;
using LabQueue.Web.Frame;
using Microsoft.AspNetCore.Mvc;

namespace LabQueue.Lims.Pages.Samples;

/// <summary>What was done to a sample and its analyses.</summary>
internal sealed class LogModel(LabPageServices pages, LabApiServices api) : SamplePage(pages, api)
{
    private const int RowsOfPage = 50;

    /// <summary>The page shows what came before that entry; 0: the newest ones.</summary>
    [BindProperty(SupportsGet = true)]
    public long Before { get; set; }

    /// <summary>The entries, newest first.</summary>
    public IReadOnlyList<AuditEntry> Entries { get; private set; } = [];

    /// <summary>The way through the log.</summary>
    public Pager Pager { get; private set; } = new(null, null);

    /// <summary>Shows a page of it.</summary>
    public async Task<IActionResult> OnGetAsync()
    {
        if (await FindAsync() is { } trouble)
        {
            return trouble;
        }

        if (!May(Permission.ViewLog, Sample))
        {
            return Refuse();
        }

        var values = new { site = Site, uid = Sample.Uid, before = Before > 0 ? Before : long.MaxValue, limit = RowsOfPage + 1 };
        var found = await ReadAsync(reader => reader.QueryAsync<AuditEntry>(AuditSql.OfSample, values, Aborted));
        Entries = [.. found.Take(RowsOfPage)];
        Pager = new Pager(
            Before > 0 ? With(("before", null)) : null,
            found.Count > RowsOfPage ? With(("before", Entries[^1].Number.ToString(System.Globalization.CultureInfo.InvariantCulture))) : null);
        return Page();
    }
}
