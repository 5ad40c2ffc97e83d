using LabQueue.Lims.Api;
using Microsoft.AspNetCore.Mvc;

namespace LabQueue.Lims.Pages.Samples;

/// <summary>All samples that the person may see.</summary>
internal sealed class IndexModel(LabPageServices pages, LabApiServices api) : SampleListPage(pages, api)
{
    /// <inheritdoc/>
    public override string Title => L["Samples"];

    /// <summary>Shows a page of the list.</summary>
    public async Task<IActionResult> OnGetAsync()
    {
        await ReadAsync();
        return IsPart ? Partial("_SampleList", this) : Page();
    }
}
