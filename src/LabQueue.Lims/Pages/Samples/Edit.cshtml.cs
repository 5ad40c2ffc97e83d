using System.Text.Json.Nodes;
using LabQueue.Lims.Access;
using LabQueue.Lims.Api;
using LabQueue.Lims.Objects;
using LabQueue.Lims.Pages.Items;
using Microsoft.AspNetCore.Mvc;

namespace LabQueue.Lims.Pages.Samples;

/// <summary>The form of a sample's header.</summary>
internal sealed class EditModel(LabPageServices pages, LabApiServices api) : ItemPage(pages, api)
{
    /// <summary>The sample's id.</summary>
    [BindProperty(SupportsGet = true)]
    public string Id { get; set; } = string.Empty;

    /// <inheritdoc/>
    public override ItemKind Kind => ItemKinds.Samples;

    /// <inheritdoc/>
    public override (string Text, string Path) Above => (Id, $"samples/{Id}");

    /// <inheritdoc/>
    protected override bool HasActions => false;

    /// <inheritdoc/>
    protected override async Task<IActionResult?> FindAsync()
    {
        Item = await FindAsync(Id, Sample.Type);
        return Item is null ? NotFound() : May(Permission.EditSampleFields, Item) ? null : Refuse();
    }

    /// <inheritdoc/>
    protected override string PathBehind(JsonNode item) => $"samples/{Id}";
}
