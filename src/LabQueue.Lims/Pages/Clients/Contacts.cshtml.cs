using LabQueue.Lims.Access;
using LabQueue.Lims.Api;
using LabQueue.Lims.Objects;
using LabQueue.Lims.Pages.Items;
using Microsoft.AspNetCore.Mvc;

namespace LabQueue.Lims.Pages.Clients;

/// <summary>The contacts of a client.</summary>
internal sealed class ContactsModel(LabPageServices pages, LabApiServices api) : ItemListPage(pages, api)
{
    /// <summary>The client's id.</summary>
    [BindProperty(SupportsGet = true)]
    public string Id { get; set; } = string.Empty;

    /// <summary>The client.</summary>
    public LabClient Client { get; private set; } = new();

    /// <inheritdoc/>
    public override string Title => Client.Title;

    /// <inheritdoc/>
    public override ItemKind Kind => ItemKinds.Contacts;

    /// <summary>Whether the person may add one.</summary>
    public bool MayAdd => May(Permission.Add, Client);

    /// <inheritdoc/>
    protected override string? ParentUid => Client.Uid;

    /// <inheritdoc/>
    public override string PathOf(LabObject item) => $"clients/{Id}/contacts/{item.Id}";

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
    protected override async Task<IActionResult?> FindContextAsync()
    {
        if (await FindAsync(Id, LabClient.Type) is not LabClient client)
        {
            return NotFound();
        }

        Client = client;
        return May(Permission.View, new Contact { ClientUid = client.Uid }) ? null : Refuse();
    }
}
