namespace LabQueue.Lims.Pages.Worksheets;

/// <summary>What a page that is open fetches anew.</summary>
/// <param name="Box">What is done in the background.</param>
internal sealed record WorkPart(SheetBox Box)
{
    /// <summary>Rows that are different since.</summary>
    public IReadOnlyList<ResultRow> Rows { get; init; } = [];

    /// <summary>Slots with rows that the page lacks, and no others.</summary>
    public IReadOnlyList<ResultSlot> Added { get; init; } = [];

    /// <summary>Uids of analyses that are on the worksheet no more.</summary>
    public IReadOnlyList<string> Gone { get; init; } = [];

    /// <summary>Whether the page's slots are columns.</summary>
    public bool IsTransposed { get; init; }

    /// <summary>The page, where its head and its buttons are different since; null: they are not.</summary>
    public ResultsModel? Page { get; init; }

    /// <summary>Whether the page had no rows, and gets all of them.</summary>
    public bool IsFirst { get; init; }
}
