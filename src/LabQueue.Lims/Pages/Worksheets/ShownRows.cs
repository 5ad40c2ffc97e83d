namespace LabQueue.Lims.Pages.Worksheets;

/// <summary>Which rows of a worksheet an open page has: it names them by numbers that only grow.</summary>
/// <param name="Count">How many.</param>
/// <param name="LastOrdinal">The order of the last one that came onto the worksheet.</param>
/// <param name="LastSlot">The highest slot.</param>
internal sealed record ShownRows(int Count, long LastOrdinal, int LastSlot)
{
    /// <summary>Those of a page that shows none.</summary>
    public static ShownRows None { get; } = new(-1, 0, 0);

    /// <summary>Whether the page shows rows, if there are any.</summary>
    public bool IsWanted => Count >= 0;
}
