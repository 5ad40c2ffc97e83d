using LabQueue.Lims.Access;
using LabQueue.Lims.Background;
using LabQueue.Lims.Objects;
using LabQueue.Lims.Store;
using LabQueue.Lims.Worksheets;
using LabQueue.Web.Frame;
using Microsoft.AspNetCore.Mvc;

namespace LabQueue.Lims.Pages.Worksheets;

/// <summary>Puts analyses on a worksheet: chosen one by one, or as a template says.</summary>
internal sealed class AddAnalysesModel(LabPageServices services) : SheetPage(services)
{
    private const int PageSize = 50;
    private const string ByServices = "services";
    private const string ByMethod = "method";
    private const string Unfiltered = "all";

    /// <inheritdoc/>
    public override string Title => L["Add analyses to {0}", Id];

    /// <summary>Which analyses are shown; null: what suits the worksheet's template.</summary>
    [BindProperty(SupportsGet = true, Name = "filter")]
    public string? Filter { get; set; }

    /// <summary>Behind which analysis the page begins.</summary>
    [BindProperty(SupportsGet = true, Name = "after")]
    public string? After { get; set; }

    /// <summary>The worksheet's template; null: none.</summary>
    public WorksheetTemplate? Template { get; private set; }

    /// <summary>Templates to choose from.</summary>
    public IReadOnlyList<WorksheetTemplate> Templates { get; private set; } = [];

    /// <summary>The analyses.</summary>
    public IReadOnlyList<Candidate> Rows { get; private set; } = [];

    /// <summary>The way to other pages of the list.</summary>
    public Pager Pager { get; private set; } = new(null, null);

    /// <summary>Whether who looks may change templates.</summary>
    public bool MaySetUp => Visitor.HasRole([.. SiteRights.Clerks]);

    /// <summary>The filters.</summary>
    public IReadOnlyList<Tab> Filters => Template is null ? [] :
    [
        FilterOf(L["Filter by template method"], ByMethod), FilterOf(L["Filter by template services"], ByServices), FilterOf(L["All"], Unfiltered),
    ];

    private string Here => Template is null ? Unfiltered : Filter is ByServices or Unfiltered ? Filter : ByMethod;

    /// <summary>Shows the analyses that wait.</summary>
    public Task<IActionResult> OnGetAsync() => ShowAsync(async (actions, _) =>
    {
        if (!MayManage)
        {
            return Refuse();
        }

        if (Box is { IsBusy: true })
        {
            return Page();
        }

        var work = actions.Work;
        Template = await work.FindAsync<WorksheetTemplate>(Worksheet.WorksheetTemplate, Aborted);
        Templates = await work.ListAsync<WorksheetTemplate>(
            new LabQuery { States = [ActiveState.Active], Sort = LabSort.Title, Limit = 500 }, Aborted);
        var wanted = Template is null || Here == Unfiltered
            ? null
            : await Candidate.ServicesAsync(work, Template, Here == ByMethod, Aborted);
        var found = await Candidate.ListAsync(work, wanted, LabCursor.Read(After, LabSort.SortKey), PageSize + 1, Aborted);
        Rows = await Candidate.ReadAsync(work, [.. found.Take(PageSize)], Aborted);
        Pager = new Pager(
            After is null ? null : With(("after", null)),
            found.Count > PageSize ? With(("after", LabCursor.Of(found[PageSize - 1], LabSort.SortKey).ToString())) : null);
        return Page();
    });

    /// <summary>Assigns the selected analyses.</summary>
    public Task<IActionResult> OnPostAssignAsync(string[] uids) =>
        ShowAsync((_, _) => RunAsync(new WorkRequest(WorkAction.Assign, Worksheet.Uid, uids)));

    /// <summary>Fills the worksheet as a template says.</summary>
    public Task<IActionResult> OnPostTemplateAsync(string? template) =>
        ShowAsync((_, _) => RunAsync(new WorkRequest(WorkAction.ApplyTemplate, Worksheet.Uid, []) { TemplateUid = template }));

    private async Task<IActionResult> RunAsync(WorkRequest request)
    {
        var answer = await WorkAsync(request);
        Tell(answer);
        if (answer is { Refusal: null, Queued: 0, Done.Count: 0 })
        {
            Tell(MessageKind.Warning, L["No analyses were added."]);
        }

        return answer.Queued + answer.Done.Count > 0 ? Go(PathOf(Id, "manage_results")) : Redirect(With());
    }

    private Tab FilterOf(string text, string key) => new(text, With(("filter", key), ("after", null)), Here == key);
}
