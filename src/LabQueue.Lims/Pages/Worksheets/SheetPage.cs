using LabQueue.Lims.Access;
using LabQueue.Lims.Api;
using LabQueue.Lims.Objects;
using LabQueue.Lims.Store;
using LabQueue.Lims.Workflow;
using LabQueue.Lims.Worksheets;
using LabQueue.Web.Frame;
using Microsoft.AspNetCore.Mvc;

namespace LabQueue.Lims.Pages.Worksheets;

/// <summary>A page of a worksheet.</summary>
/// <param name="services">What it works with.</param>
internal abstract class SheetPage(LabPageServices services) : LabPage(services)
{
    /// <summary>The worksheet's id, of the address.</summary>
    [BindProperty(SupportsGet = true, Name = "id")]
    public string Id { get; set; } = string.Empty;

    /// <summary>The worksheet.</summary>
    public Worksheet Worksheet { get; private set; } = new();

    /// <summary>What is done with it in the background.</summary>
    public SheetBox? Box { get; private set; }

    /// <summary>Whether who looks may put something on it, as far as roles and its state go.</summary>
    public bool MayManage { get; private set; }

    /// <summary>The worksheet's pages.</summary>
    public IReadOnlyList<Tab> Tabs =>
    [
        TabOf(L["Results"], "manage_results"),
        .. MayManage ? (Tab[])[TabOf(L["Add analyses"], "add_analyses")] : [],
        .. MayManage && Worksheet.State == WorksheetState.Open
            ? (Tab[])[TabOf(L["Add blank"], "add_blank"), TabOf(L["Add control"], "add_control"), TabOf(L["Add duplicate"], "add_duplicate")]
            : [],
    ];

    /// <summary>The address of one of the worksheet's pages.</summary>
    public string PageOf(string view) => AddressOf(PathOf(Id, view));

    /// <summary>The place of one of a worksheet's pages below the site.</summary>
    protected static string PathOf(string id, string view) => $"worksheets/{Uri.EscapeDataString(id)}/{view}";

    /// <summary>Reads the worksheet and what is done with it in the background, and then the page's own part.</summary>
    /// <param name="read">Reads that part; what it answers with is the answer.</param>
    /// <param name="opened">When the person opened the page; null: it is now.</param>
    protected Task<IActionResult> ShowAsync(Func<LabActions, Visibility, Task<IActionResult>> read, DateTimeOffset? opened = null) =>
        OpenAsync(async (actions, visibility) =>
        {
            Box = await SheetBox.ReadAsync(actions.Work, Services.Links.Of(Site), Worksheet, opened, Services.Store.Time, Aborted);
            return await read(actions, visibility);
        });

    /// <summary>Reads the worksheet and what may be done with it, and then what is asked for of it.</summary>
    /// <param name="read">Reads that; what it answers with is the answer.</param>
    protected Task<IActionResult> OpenAsync(Func<LabActions, Visibility, Task<IActionResult>> read) =>
        LookAsync(async (actions, visibility) =>
        {
            if (await FindAsync(actions.Work, visibility) is not { } worksheet)
            {
                return NotFound();
            }

            Worksheet = worksheet;
            MayManage = worksheet.State != WorksheetState.Verified
                && actions.RequireManagement(worksheet) is null
                && actions.Require(Permission.EditWorksheet, worksheet) is null;
            return await read(actions, visibility);
        });

    /// <summary>Changes the worksheet as who looks at the page.</summary>
    /// <param name="change">Changes what was opened; what it refuses is undone.</param>
    protected Task<Refusal?> ChangeSheetAsync(Func<Sheet, Task<Refusal?>> change) => ChangeAsync(async (actions, visibility) =>
    {
        if (await FindAsync(actions.Work, visibility) is not { } worksheet)
        {
            return new Refusal(RefusalKind.NotFound, $"There is no worksheet {Id}.");
        }

        var (sheet, refusal) = await Sheet.OpenAsync(actions, worksheet.Uid, Aborted);
        return sheet is null ? refusal : await change(sheet);
    });

    /// <summary>Adds analyses to the worksheet as who looks at the page.</summary>
    /// <param name="add">Adds them; what it refuses is undone.</param>
    protected async Task<IActionResult> AddAsync(Func<Sheet, Task<(IReadOnlyList<Analysis> Made, Refusal? Refusal)>> add)
    {
        var added = 0;
        var refusal = await ChangeSheetAsync(async sheet =>
        {
            var (made, refused) = await add(sheet);
            added = made.Count;
            return refused;
        });
        if (refusal is not null)
        {
            Tell(refusal);
            return Redirect(With());
        }

        Tell(added > 0 ? MessageKind.Done : MessageKind.Warning, L.Count(added, "{0} analysis was added.|{0} analyses were added."));
        return Go(PathOf(Id, "manage_results"));
    }

    /// <summary>The worksheet, where who looks may see it.</summary>
    protected async Task<Worksheet?> FindAsync(LabReader reader, Visibility visibility) =>
        await reader.FindPathAsync(LabPath.Below(LabPath.Worksheets(Site), Id), Aborted) is Worksheet worksheet
            && visibility.IsLaboratory
            && visibility.Shows(worksheet)
                ? worksheet
                : null;

    private Tab TabOf(string text, string view) => new(text, PageOf(view), Request.Path.Value!.EndsWith("/" + view, StringComparison.Ordinal));
}
