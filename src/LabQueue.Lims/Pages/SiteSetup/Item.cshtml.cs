using System.Text.Json.Nodes;
using LabQueue.Lims.Api;
using LabQueue.Lims.Pages.Items;
using Microsoft.AspNetCore.Mvc;

namespace LabQueue.Lims.Pages.SiteSetup;

/// <summary>An object of the setup, or the form of a new one.</summary>
internal sealed class ItemModel(LabPageServices pages, LabApiServices api) : ItemPage(pages, api)
{
    private const string New = "add";

    /// <summary>The type, as the address has it.</summary>
    [BindProperty(SupportsGet = true, Name = "kind")]
    public string Step { get; set; } = string.Empty;

    /// <summary>The object's id; <c>add</c>: a new one.</summary>
    [BindProperty(SupportsGet = true)]
    public string Id { get; set; } = string.Empty;

    /// <inheritdoc/>
    public override ItemKind Kind => ItemKinds.Setup.First(kind => kind.Step == Step);

    /// <inheritdoc/>
    public override (string Text, string Path) Above => (L[Kind.Many], $"setup/{Step}");

    /// <inheritdoc/>
    protected override async Task<IActionResult?> FindAsync()
    {
        if (ItemKinds.Setup.All(kind => kind.Step != Step))
        {
            return NotFound();
        }

        if (!IndexModel.MaySetUp(Me))
        {
            return Refuse();
        }

        Item = Id == New ? null : await FindAsync(Id, Kind.Type);
        return Id != New && Item is null ? NotFound() : null;
    }

    /// <inheritdoc/>
    protected override string PathBehind(JsonNode item) => $"setup/{Step}";
}
