using LabQueue.Lims.Access;
using LabQueue.Lims.Api;
using LabQueue.Lims.Background;
using LabQueue.Lims.Objects;
using LabQueue.Lims.Store;
using LabQueue.Lims.Users;
using LabQueue.Lims.Workflow;
using LabQueue.Lims.Worksheets;
using LabQueue.Web.Frame;
using Microsoft.AspNetCore.Mvc;

namespace LabQueue.Lims.Pages.Worksheets;

/// <summary>The list of worksheets, and the bar that makes new ones.</summary>
internal sealed class IndexModel(LabPageServices services) : LabPage(services)
{
    private const int MostChoices = 500;

    private static readonly string[] Open = [WorksheetState.Open];
    private static readonly string[] ToBeVerified = [WorksheetState.ToBeVerified];
    private static readonly string[] Verified = [WorksheetState.Verified];

    /// <inheritdoc/>
    public override string Title => L["Worksheets"];

    /// <summary>Which list is shown.</summary>
    [BindProperty(SupportsGet = true, Name = "tab")]
    public string? TabKey { get; set; }

    /// <summary>Words that are searched for.</summary>
    [BindProperty(SupportsGet = true, Name = "q")]
    public string? Search { get; set; }

    /// <summary>Behind which worksheet the page begins.</summary>
    [BindProperty(SupportsGet = true, Name = "after")]
    public string? After { get; set; }

    /// <summary>How many rows.</summary>
    [BindProperty(SupportsGet = true)]
    public int Size { get; set; }

    /// <summary>The column that the list is sorted by.</summary>
    public SortedBy Sort => SortedBy.Read(Request.Query["sort"], new SortedBy("id", Descending: true), "id");

    /// <summary>The lists.</summary>
    public IReadOnlyList<Tab> Tabs =>
    [
        TabOf(L["Active"], null), TabOf(L["Open"], "open"), TabOf(L["To be verified"], "to_be_verified"), TabOf(L["Verified"], "verified"),
        TabOf(L["All"], "all"), TabOf(L["Mine"], "mine"),
    ];

    /// <summary>The rows.</summary>
    public IReadOnlyList<SheetListRow> Rows { get; private set; } = [];

    /// <summary>Transitions that some row offers.</summary>
    public IReadOnlyList<string> Offered => [.. Rows.Where(row => row.Queued is null).SelectMany(row => row.Offered).Distinct(StringComparer.Ordinal)];

    /// <summary>The way to other pages of the list.</summary>
    public Pager Pager { get; private set; } = new(null, null);

    /// <summary>Whether who looks may make worksheets.</summary>
    public bool MayAdd { get; private set; }

    /// <summary>Users who may be analysts: their ids and names.</summary>
    public IReadOnlyList<(string Id, string Name)> Analysts { get; private set; } = [];

    /// <summary>Templates to choose from.</summary>
    public IReadOnlyList<WorksheetTemplate> Templates { get; private set; } = [];

    /// <summary>Instruments to choose from.</summary>
    public IReadOnlyList<Instrument> Instruments { get; private set; } = [];

    /// <summary>Shows a page of the list.</summary>
    public async Task<IActionResult> OnGetAsync()
    {
        if (!IsLaboratory)
        {
            return Refuse();
        }

        await LookAsync(ReadAsync);
        return Page();
    }

    /// <summary>Shows one row anew.</summary>
    public Task<IActionResult> OnGetRowAsync(string uid) => LookAsync<IActionResult>(async (actions, visibility) =>
        await FindAsync(actions.Work, visibility, uid) is { } worksheet
            ? Partial("_Row", (await SheetListRow.ReadAsync(actions, [worksheet], await NamesAsync(actions.Work, [worksheet]), Aborted))[0])
            : new EmptyResult());

    /// <summary>Makes a worksheet, and fills it where a template is named.</summary>
    public async Task<IActionResult> OnPostAddAsync(string? analyst, string? template, string? instrument)
    {
        var wanted = new NewSheet(analyst ?? string.Empty)
        {
            Template = NullIfEmpty(template),
            Instrument = NullIfEmpty(instrument),
        };
        var (uid, id) = (string.Empty, string.Empty);
        var refusal = await ChangeAsync(async (actions, _) =>
        {
            var (made, refused) = await wanted.CreateAsync(actions, Services.Users, Aborted);
            (uid, id) = (made?.Uid ?? string.Empty, made?.Id ?? string.Empty);
            return refused;
        });
        if (refusal is not null)
        {
            Tell(refusal);
            return Go("worksheets");
        }

        Tell(MessageKind.Done, L["{0} was made.", id]);
        if (wanted.Template is null)
        {
            return Go(PathOf(id, "add_analyses"));
        }

        var answer = await WorkAsync(new WorkRequest(WorkAction.ApplyTemplate, uid, []) { TemplateUid = wanted.Template });
        Tell(answer);

        // What is queued needs no waiting for: others can be made meanwhile.
        return answer.Queued > 0 ? Go("worksheets") : Go(PathOf(id, answer.Done.Count > 0 ? "manage_results" : "add_analyses"));
    }

    /// <summary>Carries out a transition of the selected worksheets.</summary>
    /// <param name="action">Which; or that another analyst gets them.</param>
    /// <param name="uids">The worksheets.</param>
    /// <param name="analyst">Who gets them.</param>
    public async Task<IActionResult> OnPostActAsync(string action, string[] uids, string? analyst)
    {
        var seen = await LookAsync(async (actions, visibility) =>
            (await visibility.FindAsync(actions.Work, uids, Aborted)).OfType<Worksheet>().Select(worksheet => worksheet.Uid).ToList());
        foreach (var uid in seen)
        {
            if (action == SheetListRow.Reassign)
            {
                Tell(await ReassignAsync(uid, analyst ?? string.Empty) is { } refused ? WorkAnswer.None(refused) : WorkAnswer.Of(uid));
                continue;
            }

            // What takes all its analyses along is work for the background.
            if (action == TransitionId.Retract)
            {
                Tell(await WorkAsync(new WorkRequest(action, uid, [uid])));
            }
            else if (await ChangeAsync((actions, _) => actions.DoAsync(uid, action, null, Aborted)) is { } refusal)
            {
                Tell(refusal);
            }
            else
            {
                Tell(WorkAnswer.Of(uid));
            }
        }

        return Redirect(With());
    }

    private Task<Refusal?> ReassignAsync(string uid, string analyst) => ChangeAsync(async (actions, _) =>
    {
        var (sheet, refusal) = await Sheet.OpenAsync(actions, uid, Aborted);
        return sheet is null ? refusal : await sheet.EditAsync(new SheetChange { Analyst = analyst }, Services.Users, Aborted);
    });

    private async Task<bool> ReadAsync(LabActions actions, Visibility visibility)
    {
        var rows = PageSizes.Of(Size);
        var query = visibility.Narrow(new LabQuery
        {
            Types = [Worksheet.Type],
            States = StatesOf(TabKey),
            Words = ObjectWords.Split(Search ?? string.Empty),
            Analyst = TabKey == "mine" ? Visitor.Username : null,
            Descending = Sort.Descending,
            After = LabCursor.Read(After, LabSort.SortKey),
            Limit = rows + 1,
        });
        var found = query is null ? [] : await actions.Work.ListByStateAsync<Worksheet>(query, Aborted);
        Worksheet[] shown = [.. found.Take(rows)];
        Rows = await SheetListRow.ReadAsync(actions, shown, await NamesAsync(actions.Work, shown), Aborted);
        Pager = new Pager(
            After is null ? null : With(("after", null)),
            found.Count > rows ? With(("after", LabCursor.Of(found[rows - 1], LabSort.SortKey).ToString())) : null);
        var folder = await actions.Work.FindPathAsync(LabPath.Worksheets(Site), Aborted);
        MayAdd = folder is not null && visibility.Allows(Permission.AddWorksheet, folder);
        if (MayAdd || Offered.Contains(SheetListRow.Reassign, StringComparer.Ordinal))
        {
            Analysts = [.. (await SheetHeader.AnalystsAsync(actions.Work, Aborted)).Select(user => (user.Username, user.Name))];
        }

        if (MayAdd)
        {
            Templates = await ChoicesAsync<WorksheetTemplate>(actions.Work);
            Instruments = await ChoicesAsync<Instrument>(actions.Work);
        }

        return true;
    }

    private Task<IReadOnlyDictionary<string, string>> NamesAsync(LabReader reader, IEnumerable<Worksheet> worksheets) =>
        LabUsers.NamesAsync(reader, [.. worksheets.Select(worksheet => worksheet.Analyst)], Aborted);

    private Task<IReadOnlyList<T>> ChoicesAsync<T>(LabReader reader)
        where T : LabObject =>
        reader.ListAsync<T>(new LabQuery { States = [ActiveState.Active], Sort = LabSort.Title, Limit = MostChoices }, Aborted);

    private async Task<Worksheet?> FindAsync(LabReader reader, Visibility visibility, string uid) =>
        await visibility.FindAsync(reader, [uid], Aborted) is [Worksheet worksheet] ? worksheet : null;

    private Tab TabOf(string text, string? key) => new(text, With(("tab", key), ("after", null)), TabKey == key);

    private static string PathOf(string id, string view) => $"worksheets/{id}/{view}";

    private static string[] StatesOf(string? tab) => tab switch
    {
        "open" => Open,
        "to_be_verified" => ToBeVerified,
        "verified" => Verified,
        "all" or "mine" => [.. Open, .. ToBeVerified, .. Verified],
        _ => [.. Open, .. ToBeVerified],
    };

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
