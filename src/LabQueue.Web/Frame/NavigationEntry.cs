namespace LabQueue.Web.Frame;

/// <summary>An entry of a menu.</summary>
/// <param name="Menu">The menu that it stands in.</param>
/// <param name="Order">Where it stands there, small ones first.</param>
/// <param name="Text">What it says: a key of the texts.</param>
/// <param name="Path">The page that it leads to, below the site.</param>
/// <param name="Icon">The icon before it.</param>
internal sealed record NavigationEntry(Menu Menu, int Order, string Text, string Path, string Icon)
{
    /// <summary>Whether a page is the one that the entry leads to, or below it.</summary>
    /// <param name="path">The page below the site.</param>
    public bool IsAt(string path) => path == Path || path.StartsWith(Path + "/", StringComparison.Ordinal);
}
