using LabQueue.Lims.Objects;

namespace LabQueue.Lims.Pages.Worksheets;

/// <summary>What is different between the rows that an open page has and those that a worksheet has by now. Pure.</summary>
/// <param name="Shown">The rows that the page has once it is told.</param>
internal sealed record SheetChanges(ShownRows Shown)
{
    private ShownRows _before = ShownRows.None;
    private HashSet<string> _added = [];
    private HashSet<int> _newSlots = [];

    /// <summary>Uids of rows that the page has and that may look different.</summary>
    public IReadOnlySet<string> Changed { get; private init; } = new HashSet<string>();

    /// <summary>Uids of analyses that left the worksheet.</summary>
    public IReadOnlyList<string> Gone { get; private init; } = [];

    /// <summary>Whether rows left the worksheet of which nobody knows which.</summary>
    public bool HasLost { get; private init; }

    /// <summary>Whether the page has other rows at all.</summary>
    public bool IsOther => HasLost || _added.Count > 0 || Gone.Count > 0;

    /// <summary>Rows that have to be read.</summary>
    public IReadOnlyCollection<string> Touched => [.. Changed, .. _added];

    /// <summary>Compares.</summary>
    /// <param name="layout">The worksheet's rows.</param>
    /// <param name="handled">Analyses that work in the background has changed since.</param>
    /// <param name="before">What the page has.</param>
    public static SheetChanges Of(IReadOnlyList<SlotRow> layout, IReadOnlyList<string> handled, ShownRows before)
    {
        var present = layout.Select(row => row.AnalysisUid).ToHashSet(StringComparer.Ordinal);
        var added = layout.Where(row => row.Ordinal > before.LastOrdinal).ToList();
        string[] gone = [.. handled.Where(uid => !present.Contains(uid))];
        var old = layout.Where(row => row.Ordinal <= before.LastOrdinal).ToList();
        return new SheetChanges(new ShownRows(
            layout.Count,
            Math.Max(before.LastOrdinal, layout.Select(row => row.Ordinal).DefaultIfEmpty().Max()),
            Math.Max(before.LastSlot, layout.Select(row => row.Position).DefaultIfEmpty().Max())))
        {
            _before = before,
            _added = [.. added.Select(row => row.AnalysisUid)],
            _newSlots = [.. added.Select(row => row.Position).Except(old.Select(row => row.Position))],
            Changed = handled.Where(present.Contains).Except(added.Select(row => row.AnalysisUid), StringComparer.Ordinal).ToHashSet(StringComparer.Ordinal),
            Gone = gone,
            HasLost = gone.Length == 0 && old.Count < before.Count,
        };
    }

    /// <summary>Of the worksheet's slots those with rows that the page lacks, with these alone.</summary>
    public IReadOnlyList<ResultSlot> AddedOf(IReadOnlyList<ResultSlot> slots) =>
    [
        .. slots.Select(slot => slot with
        {
            Rows = [.. slot.Rows.Where(row => _added.Contains(row.Uid))],
            Place = !_newSlots.Contains(slot.Position) ? SlotPlace.Below : slot.Position <= _before.LastSlot ? SlotPlace.Instead : SlotPlace.Last,
        }).Where(slot => slot.Rows.Count > 0),
    ];
}
