using LabQueue.Lims.Access;
using LabQueue.Lims.Analyses;
using LabQueue.Lims.Api;
using LabQueue.Lims.Background;
using LabQueue.Lims.Objects;
using LabQueue.Lims.Store;
using LabQueue.Lims.Users;
using LabQueue.Lims.Workflow;
using LabQueue.Lims.Worksheets;
using LabQueue.Web.Frame;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace LabQueue.Lims.Pages.Worksheets;

/// <summary>Results of a worksheet: typed, handed in, verified.</summary>
internal sealed class ResultsModel(LabPageServices services) : SheetPage(services)
{
    private const string SetRemarks = "remarks";

    // What was written a moment before the last look may have been committed behind it.
    private static readonly TimeSpan Overlap = TimeSpan.FromSeconds(2);

    private static readonly string[] Weights =
    [
        TransitionId.Submit, TransitionId.Verify, TransitionId.MultiVerify, TransitionId.Retest, TransitionId.Retract,
        TransitionId.Unassign, TransitionId.Reject,
    ];

    /// <inheritdoc/>
    public override string Title => Id;

    /// <summary>The worksheet's numbers.</summary>
    public SheetNumbers? Numbers { get; private set; }

    /// <summary>Its slots.</summary>
    public IReadOnlyList<ResultSlot> Slots { get; private set; } = [];

    /// <summary>Which rows it shows.</summary>
    public ShownRows Shown { get; private set; } = ShownRows.None;

    /// <summary>Whether all rows are drawn anew for a page that is open.</summary>
    public bool HasNewSheet { get; private set; }

    /// <summary>Whether slots are columns.</summary>
    public bool IsTransposed => Worksheet.ResultsLayout == SheetChange.Transposed;

    /// <summary>Transitions that some row offers, in the order of their weight.</summary>
    public IReadOnlyList<string> Offered { get; private set; } = [];

    /// <summary>Whether a result may be entered somewhere.</summary>
    public bool MayEnter { get; private set; }

    /// <summary>Whether who looks may change the header now.</summary>
    public bool MayEdit => MayManage && Box is { IsBusy: false };

    /// <summary>Title of its template; empty: none.</summary>
    public string Template { get; private set; } = string.Empty;

    /// <summary>Instruments to choose from.</summary>
    public IReadOnlyList<Instrument> Instruments { get; private set; } = [];

    /// <summary>Those who may be its analyst; only where who looks may say who is.</summary>
    public IReadOnlyList<LabUser> Analysts { get; private set; } = [];

    /// <summary>The name of its analyst.</summary>
    public string AnalystName { get; private set; } = string.Empty;

    /// <summary>Analyses that are to be rejected once that is confirmed.</summary>
    public IReadOnlyList<ResultRow> ToConfirm { get; private set; } = [];

    /// <summary>What the person wrote about them.</summary>
    public string? Remarks { get; private set; }

    /// <summary>Shows the results.</summary>
    public Task<IActionResult> OnGetAsync() => ShowAsync((actions, visibility) => ReadAsync(actions, visibility, []));

    /// <summary>Shows anew what is done in the background, with the rows that it changed.</summary>
    /// <param name="opened">When the page was opened, in microseconds since 1970.</param>
    /// <param name="since">When it was shown last.</param>
    /// <param name="rows">How many rows the page has.</param>
    /// <param name="ordinal">The order of the last of them.</param>
    /// <param name="slot">The highest slot that it has.</param>
    /// <param name="busy">Whether something was going on then.</param>
    public Task<IActionResult> OnGetWorkAsync(long opened, long since, int rows, long ordinal, int slot, bool busy) =>
        ShowAsync(
            async (actions, visibility) =>
            {
                var before = new ShownRows(rows, ordinal, slot);
                var box = Box!;
                if (!before.IsWanted)
                {
                    return Partial("_Work", new WorkPart(box));
                }

                var from = UnixTime.FromMicroseconds(since) - Overlap;
                var handled = await actions.Work.QueryAsync<string>(
                    SheetSql.Handled, new { site = Site, uid = Worksheet.Uid, since = from.ToMicroseconds() }, Aborted);
                var layout = await actions.Work.SlotsAsync(Worksheet.Uid, Aborted);
                var change = SheetChanges.Of(layout, handled, before);
                HasNewSheet = rows == 0 && layout.Count > 0;
                var isDrawn = HasNewSheet || (busy && !box.IsBusy);
                if (await (isDrawn ? ReadAsync(actions, visibility, []) : ReadTouchedAsync(actions, visibility, layout, change)) is StatusCodeResult refused)
                {
                    return refused;
                }

                var hasLostSome = IsTransposed ? change.IsOther : change.HasLost;
                var shown = IsTransposed && rows > 0 ? before : change.Shown;
                return Partial("_Work", new WorkPart(box with { Shown = shown, HasOtherRows = hasLostSome && rows > 0 })
                {
                    IsTransposed = IsTransposed,
                    IsFirst = HasNewSheet,
                    Page = isDrawn ? this : null,
                    Rows = HasNewSheet ? [] : [.. Slots.SelectMany(one => one.Rows).Where(row => change.Changed.Contains(row.Uid)).Select(row => row with { IsUpdate = true })],
                    Added = HasNewSheet || IsTransposed ? [] : change.AddedOf(Slots),
                    Gone = change.Gone,
                });
            },
            UnixTime.FromMicroseconds(opened));

    /// <summary>Shows one cell as it is by now.</summary>
    public Task<IActionResult> OnGetCellAsync(string uid) => CellAsync(uid, null);

    /// <summary>Saves one result.</summary>
    public async Task<IActionResult> OnPostCellAsync(string uid)
    {
        IReadOnlyList<TypedResult> typed = [.. TypedForm.Read(Request.Form).Where(result => result.Uid == uid)];
        IReadOnlyList<UnsavedResult> unsaved = [];
        if (await EnterAsync(typed, found => unsaved = found) is { } refusal)
        {
            // Whatever keeps it from being saved: it is told in the cell.
            unsaved = [.. typed.Select(result => new UnsavedResult(result, refusal, string.Empty))];
        }

        Response.StatusCode = unsaved.Count == 0 ? StatusCodes.Status200OK : StatusCodes.Status409Conflict;
        return await CellAsync(uid, unsaved.Count > 0 ? unsaved[0] : null);
    }

    /// <summary>Saves all results that were typed.</summary>
    public async Task<IActionResult> OnPostSaveAsync() => await SaveAsync(isAlone: true) ?? Redirect(With());

    /// <summary>Saves what was typed, and does something with the selected analyses.</summary>
    public async Task<IActionResult> OnPostActAsync(string action, string[] uids, string? comment, string? confirmed)
    {
        if (await SaveAsync(isAlone: false) is { } unsaved)
        {
            return unsaved;
        }

        if (uids.Length == 0)
        {
            Tell(MessageKind.Warning, L["Nothing was selected."]);
            return Redirect(With());
        }

        if (action == SetRemarks)
        {
            await SetRemarksAsync(uids, comment ?? string.Empty);
            return Redirect(With());
        }

        if (action == TransitionId.Reject && confirmed is null)
        {
            Remarks = comment;
            return await ShowAsync((actions, visibility) => ReadAsync(actions, visibility, [], uids));
        }

        return await OpenAsync(async (_, _) =>
        {
            Tell(await WorkAsync(new WorkRequest(action, Worksheet.Uid, uids)
            {
                Comment = string.IsNullOrWhiteSpace(comment) ? null : comment.Trim(),
                Versions = VersionsOf(uids),
            }));
            return Redirect(With());
        });
    }

    /// <summary>Changes what the person changed in the worksheet's header; what somebody else changed meanwhile stays.</summary>
    public async Task<IActionResult> OnPostHeadAsync()
    {
        var change = new SheetChange { Analyst = Changed("analyst"), Instrument = Changed("instrument"), ResultsLayout = Changed("layout"), Remarks = Changed("remarks") };
        if (await ChangeSheetAsync(sheet => sheet.EditAsync(change, Services.Users, Aborted)) is { } refusal)
        {
            Tell(refusal);
        }
        else
        {
            Tell(MessageKind.Done, L["Saved."]);
        }

        return Redirect(With());
    }

    private string? Changed(string name) =>
        Request.Form.TryGetValue(name, out var typed) && typed != Request.Form["was-" + name] ? typed.ToString() : null;

    // Who verifies does it here.
    private bool MayLook(Visibility visibility) =>
        visibility.Allows(Permission.ViewResults, Worksheet) || visibility.Allows(Permission.Verify, Worksheet);

    private async Task<IActionResult> ReadAsync(
        LabActions actions, Visibility visibility, IReadOnlyList<UnsavedResult> unsaved, IReadOnlyCollection<string>? toConfirm = null)
    {
        if (!MayLook(visibility))
        {
            return Refuse();
        }

        Slots = await ReadSlotsAsync(actions, visibility, unsaved);
        ResultRow[] rows = [.. Slots.SelectMany(slot => slot.Rows)];
        Offered = [.. Weights.Where(action => rows.Any(row => row.Offered.Contains(action, StringComparer.Ordinal)))];
        MayEnter = rows.Any(row => row.MayEnter);
        ToConfirm = toConfirm is null ? [] : [.. rows.Where(row => toConfirm.Contains(row.Uid))];
        Template = (await actions.Work.FindAsync<WorksheetTemplate>(Worksheet.WorksheetTemplate, Aborted))?.Title ?? string.Empty;
        Instruments = await actions.Work.ListAsync<Instrument>(
            new LabQuery { States = [ActiveState.Active], Sort = LabSort.Title, Limit = 500 }, Aborted);
        Analysts = MayEdit ? await SheetHeader.AnalystsAsync(actions.Work, Aborted) : [];
        AnalystName = (await LabUsers.NamesAsync(actions.Work, [Worksheet.Analyst], Aborted)).GetValueOrDefault(Worksheet.Analyst, Worksheet.Analyst);
        return Page();
    }

    // What is on the open page, and as it was, is not read.
    private async Task<IActionResult> ReadTouchedAsync(
        LabActions actions, Visibility visibility, IReadOnlyList<SlotRow> layout, SheetChanges change)
    {
        if (!MayLook(visibility))
        {
            return Refuse();
        }

        var touched = await actions.Work.FindAsync<Analysis>([.. change.Touched], Aborted);
        Slots = await new ResultTable(actions, visibility).ReadAsync(SheetView.Of(Worksheet, layout, touched), Aborted);
        return Page();
    }

    private async Task<IReadOnlyList<ResultSlot>> ReadSlotsAsync(
        LabActions actions, Visibility visibility, IReadOnlyList<UnsavedResult> unsaved)
    {
        var table = new ResultTable(actions, visibility)
        {
            Unsaved = unsaved.ToDictionary(result => result.Typed.Uid, StringComparer.Ordinal),
        };
        var (view, slots) = await table.ReadAsync(Worksheet, Aborted);
        Numbers = view.Numbers;
        Shown = new ShownRows(view.Rows.Count, view.LastOrdinal, slots.Select(slot => slot.Position).DefaultIfEmpty().Max());
        return slots;
    }

    private Task<IActionResult> CellAsync(string uid, UnsavedResult? unsaved) => OpenAsync(async (actions, visibility) =>
    {
        var found = await actions.Work.FindAsync<Analysis>(uid, Aborted);
        if (found?.Slot?.WorksheetUid != Worksheet.Uid || !visibility.Shows(found))
        {
            return NotFound();
        }

        var row = await new ResultTable(actions, visibility).ReadAsync(found, Aborted);
        return Partial("_SavedCell", row with { Unsaved = unsaved });
    });

    // Null: all is saved. Else the page with what is not, beside its cells.
    private async Task<IActionResult?> SaveAsync(bool isAlone)
    {
        TypedResult[] typed = [.. TypedForm.Read(Request.Form).Where(result => result.IsChanged)];
        if (typed.Length == 0)
        {
            return null;
        }

        IReadOnlyList<UnsavedResult> unsaved = [];
        if (await EnterAsync(typed, found => unsaved = found) is { } refusal)
        {
            Tell(refusal);
            return Redirect(With());
        }

        if (unsaved.Count > 0)
        {
            Response.StatusCode = StatusCodes.Status409Conflict;
            return await ShowAsync((actions, visibility) => ReadAsync(actions, visibility, unsaved));
        }

        if (isAlone)
        {
            Tell(MessageKind.Done, L.Count(typed.Length, "{0} result was saved.|{0} results were saved."));
        }

        return null;
    }

    private Task<Refusal?> EnterAsync(IReadOnlyList<TypedResult> typed, Action<IReadOnlyList<UnsavedResult>> told) =>
        ChangeAsync(async (actions, visibility) =>
        {
            if (await FindAsync(actions.Work, visibility) is not { } worksheet)
            {
                return new Refusal(RefusalKind.NotFound, $"There is no worksheet {Id}.");
            }

            var present = (await actions.Work.SlotsAsync(worksheet.Uid, Aborted)).Select(row => row.AnalysisUid).ToHashSet(StringComparer.Ordinal);
            told(await TypedResult.EnterAsync(actions, [.. typed.Where(result => present.Contains(result.Uid))], Aborted));
            return null;
        });

    private async Task SetRemarksAsync(string[] uids, string remarks)
    {
        var refusal = await ChangeAsync(async (actions, visibility) =>
        {
            foreach (var uid in (await visibility.FindAsync(actions.Work, uids, Aborted)).OfType<Analysis>().Select(analysis => analysis.Uid))
            {
                if (await new ResultEntry(actions).EditAsync(uid, new AnalysisEdit { Remarks = remarks }, Aborted) is { } refused)
                {
                    return refused;
                }
            }

            return null;
        });
        if (refusal is not null)
        {
            Tell(refusal);
        }
        else
        {
            Tell(MessageKind.Done, L["Saved."]);
        }
    }

    // What was typed was saved just now, and is a version further than what the page says.
    private IReadOnlyList<long> VersionsOf(IEnumerable<string> uids)
    {
        var saved = TypedForm.Read(Request.Form).Where(result => result.IsChanged).Select(result => result.Uid).ToHashSet(StringComparer.Ordinal);
        return [.. uids.Select(uid => saved.Contains(uid) ? 0 : TypedForm.VersionOf(Request.Form, uid))];
    }
}
