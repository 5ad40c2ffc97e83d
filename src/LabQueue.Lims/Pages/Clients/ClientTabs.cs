using LabQueue.Lims.Access;
using LabQueue.Lims.Objects;
using LabQueue.Web.Frame;

namespace LabQueue.Lims.Pages.Clients;

/// <summary>The pages about a client.</summary>
internal static class ClientTabs
{
    /// <summary>Those that the person may see.</summary>
    /// <param name="page">The page that is shown.</param>
    /// <param name="client">The client.</param>
    /// <param name="here">Its name: <c>samples</c> or <c>contacts</c>.</param>
    public static IReadOnlyList<Tab> Of(RecordPage page, LabClient client, string here)
    {
        var address = page.AddressOf($"clients/{client.Id}");
        List<Tab> tabs = [new(page.L["Samples"], address, here == "samples")];
        if (page.May(Permission.View, new Contact { ClientUid = client.Uid }))
        {
            tabs.Add(new(page.L["Contacts"], address + "/contacts", here == "contacts"));
        }

        if (page.May(Permission.Modify, client))
        {
            tabs.Add(new(page.L["Edit"], address + "/edit", false));
        }

        return tabs;
    }
}
