namespace LabQueue.Web.Frame;

/// <summary>Something that the search found.</summary>
/// <param name="Kind">What kind of thing it is, in the plural: a key of the texts.</param>
/// <param name="Icon">Its icon.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Path">Its page, below the site's address.</param>
internal sealed record SearchHit(string Kind, string Icon, string Name, string Path)
{
    /// <summary>More words to know it by, as they were written; empty: none.</summary>
    public string Detail { get; init; } = string.Empty;
}
