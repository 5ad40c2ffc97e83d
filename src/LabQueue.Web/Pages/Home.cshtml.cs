using LabQueue.Web.Frame;
using Microsoft.AspNetCore.Mvc;

namespace LabQueue.Web.Pages;

/// <summary>A site's own address: leads to the first page that the person may see.</summary>
internal sealed class HomeModel(IEnumerable<INavigation> navigation) : SitePage
{
    /// <inheritdoc/>
    public override string Title => L["Welcome"];

    /// <summary>Leads on.</summary>
    public IActionResult OnGet()
    {
        var first = navigation.SelectMany(part => part.Of(Visitor))
            .Where(entry => entry.Menu is Menu.Main or Menu.User)
            .OrderBy(entry => entry.Menu)
            .ThenBy(entry => entry.Order)
            .FirstOrDefault();
        TempData.Keep();
        return first is null ? Page() : Go(first.Path);
    }
}
