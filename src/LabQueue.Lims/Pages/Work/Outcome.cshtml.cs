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
        var record = await WorkLedger.FindAsync(actions.Work, Uid, Aborted);
        if (record is null || !TaskRoutes.MaySee(actions.User, record))
        {
            return NotFound();
        }

        Work = await WorkInHand.ReadAsync(actions.Work, record, actions.Work.Now, Aborted);
        var outcomes = await WorkLedger.OutcomesBehindAsync(actions.Work, Uid, After ?? -1, IsAll, PageSize + 1, Aborted);
        WorkOutcome[] shown = [.. outcomes.Take(PageSize)];
        var known = (await visibility.FindAsync(actions.Work, [.. shown.Select(outcome => outcome.ObjectUid)], Aborted))
            .ToDictionary(value => value.Uid, Words.Of, StringComparer.Ordinal);
        Rows = [.. shown.Select(outcome => (known.GetValueOrDefault(outcome.ObjectUid, LabUid.Short(outcome.ObjectUid)), outcome))];
        Pager = new Pager(
            After is null ? null : With(("after", null)),
            outcomes.Count > PageSize ? With(("after", shown[^1].Number.ToString(CultureInfo.InvariantCulture))) : null);
        return Page();
    });

    /// <summary>What an outcome is called, with its icon and colour.</summary>
    public (string Text, string Icon, string Colour) Look(WorkOutcome outcome) => outcome.Outcome switch
    {
        OutcomeWord.Done => (L["Done"], "circle-check", "state-done"),
        OutcomeWord.Refused => (L["Refused"], "circle-x", "state-failed"),
        OutcomeWord.Failed => (L["Failed"], "alert-triangle", "state-failed"),
        _ => (L["Skipped"], "info-circle", "state-stuck"),
    };
}
