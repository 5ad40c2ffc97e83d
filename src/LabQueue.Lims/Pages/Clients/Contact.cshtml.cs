using System.Text.Json.Nodes;
using LabQueue.Lims.Access;
using LabQueue.Lims.Api;
using LabQueue.Lims.Objects;
using LabQueue.Lims.Pages.Items;
using Microsoft.AspNetCore.Mvc;

namespace LabQueue.Lims.Pages.Clients;

/// <summary>The form of a client's contact.</summary>
internal sealed class ContactModel(LabPageServices pages, LabApiServices api) : ItemPage(pages, api)
{
    private const string New = "add";

    private LabClient _client = new();

    /// <summary>The client's id.</summary>
    [BindProperty(SupportsGet = true)]
    public string Id { get; set; } = string.Empty;

    /// <summary>The contact's id; <c>add</c>: a new one.</summary>
    [BindProperty(SupportsGet = true, Name = "contact")]
    public string ContactId { get; set; } = string.Empty;

    /// <inheritdoc/>
    public override ItemKind Kind => ItemKinds.Contacts;

    /// <inheritdoc/>
    public override (string Text, string Path) Above => (_client.Title, $"clients/{Id}/contacts");

    /// <inheritdoc/>
    protected override async Task<IActionResult?> FindAsync()
    {
        if (await FindAsync(Id, LabClient.Type) is not LabClient client)
        {
            return NotFound();
        }

        _client = client;
        if (ContactId == New)
        {
            return May(Permission.Add, client) ? null : Refuse();
        }

        Item = await FindAsync(ContactId, Contact.Type);
        return Item is null || Item.ParentUid != client.Uid ? NotFound() : May(Permission.Modify, Item) ? null : Refuse();
    }

    /// <inheritdoc/>
    protected override void Complete(JsonObject record) => record["parent_uid"] = _client.Uid;

    /// <inheritdoc/>
    protected override string PathBehind(JsonNode item) => $"clients/{Id}/contacts";
}
