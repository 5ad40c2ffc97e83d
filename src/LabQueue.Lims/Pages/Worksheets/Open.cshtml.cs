using Microsoft.AspNetCore.Mvc;

namespace LabQueue.Lims.Pages.Worksheets;

/// <summary>A worksheet's own address: leads to its results, or to the page that fills it.</summary>
internal sealed class OpenModel(LabPageServices services) : SheetPage(services)
{
    /// <inheritdoc/>
    public override string Title => Id;

    /// <summary>Leads on.</summary>
    public Task<IActionResult> OnGetAsync() => ShowAsync(async (actions, _) =>
    {
        var isEmpty = (await actions.Work.SlotsAsync(Worksheet.Uid, Aborted)).Count == 0;
        TempData.Keep();
        return Go(PathOf(Id, isEmpty && MayManage && Box is { IsBusy: false } ? "add_analyses" : "manage_results"));
    });
}
