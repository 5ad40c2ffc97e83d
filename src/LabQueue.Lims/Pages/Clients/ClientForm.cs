using System.Text.Json.Nodes;
using LabQueue.Lims.Api;
using LabQueue.Lims.Pages.Items;

namespace LabQueue.Lims.Pages.Clients;

/// <summary>The form of a client.</summary>
internal abstract class ClientForm(LabPageServices pages, LabApiServices api) : ItemPage(pages, api)
{
    /// <inheritdoc/>
    public override ItemKind Kind => ItemKinds.Clients;

    /// <inheritdoc/>
    public override (string Text, string Path) Above => Item is { } item ? (item.Title, $"clients/{item.Id}") : (L["Clients"], "clients");

    /// <inheritdoc/>
    protected override string PathBehind(JsonNode item) => $"clients/{item["id"]}";
}
