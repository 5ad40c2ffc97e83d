using System.Globalization;
using LabQueue.Lims.Api;
using LabQueue.Lims.Background;
using LabQueue.Lims.Objects;
using LabQueue.Lims.Workflow;
using LabQueue.Web.Frame;
using Microsoft.AspNetCore.Mvc;

namespace LabQueue.Lims.Pages.Work;

/// <summary>What became of a piece of work, object by object.</summary>
internal sealed class OutcomeModel(LabPageServices services) : LabPage(services)
{
    private const int PageSize = 100;
    private const int RowsAtOnce = 500;

    private static readonly string[] Columns = ["object", "object_uid", "outcome", "reason", "time"];

    /// <inheritdoc/>
    public override string Title => Work is null ? L["Work in the background"] : WorkNotices.NameOf(L, Work.Record);

    /// <summary>The task.</summary>
    [BindProperty(SupportsGet = true, Name = "uid")]
    public string Uid { get; set; } = string.Empty;

    /// <summary>Behind which place the page begins.</summary>
    [BindProperty(SupportsGet = true, Name = "after")]
    public int? After { get; set; }

    /// <summary>The work.</summary>
    public WorkInHand? Work { get; private set; }

    /// <summary>What became of its objects: what it is, what happened, and what is called what.</summary>
    public IReadOnlyList<(string Name, WorkOutcome Outcome)> Rows { get; private set; } = [];

    /// <summary>The lists.</summary>
    public IReadOnlyList<Tab> Tabs =>
    [
        new(L["Not done"], With(("tab", null), ("after", null)), !IsAll),
        new(L["All"], With(("tab", "all"), ("after", null)), IsAll),
    ];

    /// <summary>The way to other pages of the list.</summary>
    public Pager Pager { get; private set; } = new(null, null);

    private bool IsAll => Request.Query["tab"] == "all";

    /// <summary>Shows it.</summary>
    public Task<IActionResult> OnGetAsync() => LookAsync<IActionResult>(async (actions, visibility) =>
    {
        if (await FindAsync(actions) is not { } record)
        {
            return NotFound();
        }

        Work = await WorkInHand.ReadAsync(actions.Work, record, actions.Work.Now, Aborted);
        var rows = await ReadAsync(actions, visibility, After ?? -1, PageSize + 1);
        Rows = [.. rows.Take(PageSize)];
        Pager = new Pager(
            After is null ? null : With(("after", null)),
            rows.Count > PageSize ? With(("after", Rows[^1].Outcome.Number.ToString(CultureInfo.InvariantCulture))) : null);
        return Page();
    });

    /// <summary>The list as a file, to its end.</summary>
    public Task<IActionResult> OnGetCsvAsync() => LookAsync<IActionResult>(async (actions, visibility) =>
    {
        if (await FindAsync(actions) is null)
        {
            return NotFound();
        }

        var lines = new List<string[]> { Columns };
        for (var rows = await ReadAsync(actions, visibility, -1, RowsAtOnce);
            rows.Count > 0;
            rows = await ReadAsync(actions, visibility, rows[^1].Outcome.Number, RowsAtOnce))
        {
            lines.AddRange(rows.Select(row => (string[])
            [
                row.Name, row.Outcome.ObjectUid, row.Outcome.Outcome, row.Outcome.Message ?? string.Empty,
                Csv.Time(UnixTime.FromMicroseconds(row.Outcome.Time)),
            ]));
        }

        return Csv.File($"work-{TaskUid.Short(Uid)}.csv", lines);
    });

    /// <summary>What an outcome is called, with its icon and colour.</summary>
    public (string Text, string Icon, string Colour) Look(WorkOutcome outcome) => outcome.Outcome switch
    {
        OutcomeWord.Done => (L["Done"], "circle-check", "state-done"),
        OutcomeWord.Refused => (L["Refused"], "circle-x", "state-failed"),
        OutcomeWord.Failed => (L["Failed"], "alert-triangle", "state-failed"),
        _ => (L["Skipped"], "info-circle", "state-stuck"),
    };

    private async Task<WorkRecord?> FindAsync(LabActions actions) =>
        await WorkLedger.FindAsync(actions.Work, Uid, Aborted) is { } record && TaskRoutes.MaySee(actions.User, record) ? record : null;

    private async Task<List<(string Name, WorkOutcome Outcome)>> ReadAsync(LabActions actions, Visibility visibility, int after, int most)
    {
        var outcomes = await WorkLedger.OutcomesBehindAsync(actions.Work, Uid, after, IsAll, most, Aborted);
        var known = (await visibility.FindAsync(actions.Work, [.. outcomes.Select(outcome => outcome.ObjectUid)], Aborted))
            .ToDictionary(value => value.Uid, Words.Of, StringComparer.Ordinal);
        return [.. outcomes.Select(outcome => (known.GetValueOrDefault(outcome.ObjectUid, LabUid.Short(outcome.ObjectUid)), outcome))];
    }
}
