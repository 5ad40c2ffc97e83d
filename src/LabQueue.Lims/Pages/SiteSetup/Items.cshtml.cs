using LabQueue.Lims.Api;
using LabQueue.Lims.Objects;
using LabQueue.Lims.Pages.Items;
using Microsoft.AspNetCore.Mvc;

namespace LabQueue.Lims.Pages.SiteSetup;

/// <summary>A list of the setup.</summary>
internal sealed class ItemsModel(LabPageServices pages, LabApiServices api) : ItemListPage(pages, api)
{
    /// <summary>The type, as the address has it.</summary>
    [BindProperty(SupportsGet = true, Name = "kind")]
    public string Step { get; set; } = string.Empty;

    /// <inheritdoc/>
    public override string Title => L[Kind.Many];

    /// <inheritdoc/>
    public override ItemKind Kind => ItemKinds.Setup.First(kind => kind.Step == Step);

    /// <inheritdoc/>
    public override string PathOf(LabObject item) => $"setup/{Step}/{item.Id}";

    /// <summary>Shows a page of the list.</summary>
    public async Task<IActionResult> OnGetAsync()
    {
        if (await FindContextAsync() is { } trouble)
        {
            return trouble;
        }

        await ReadAsync();
        return Page();
    }

    /// <inheritdoc/>
    protected override Task<IActionResult?> FindContextAsync() => Task.FromResult<IActionResult?>(
        ItemKinds.Setup.All(kind => kind.Step != Step) ? NotFound() : IndexModel.MaySetUp(Me) ? null : Refuse());
}
