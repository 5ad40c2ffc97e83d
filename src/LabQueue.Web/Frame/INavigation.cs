using LabQueue.Web.Access;

namespace LabQueue.Web.Frame;

/// <summary>A part of the product that has entries in the menus of all pages.</summary>
internal interface INavigation
{
    /// <summary>The entries that this person may follow.</summary>
    IEnumerable<NavigationEntry> Of(Visitor visitor);
}
