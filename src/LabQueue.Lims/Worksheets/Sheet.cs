using LabQueue.Lims.Objects;
using LabQueue.Lims.Workflow;

namespace LabQueue.Lims.Worksheets;

/// <summary>A worksheet that a user fills in a transaction. Its rows are read once and kept in step with what is put on it.</summary>
/// <remarks>Whatever else takes analyses off it or puts retests on it comes before it is opened, or it is opened again.</remarks>
internal sealed class Sheet
{
    private readonly List<SlotRow> _rows;
    private readonly HashSet<int> _promised;

    private Sheet(LabActions actions, Worksheet worksheet, IEnumerable<SlotRow> rows, IEnumerable<int> promised)
    {
        (Actions, Worksheet) = (actions, worksheet);
        (_rows, _promised) = ([.. rows], [.. promised]);
    }

    /// <summary>The transaction and its user.</summary>
    public LabActions Actions { get; }

    /// <summary>The worksheet.</summary>
    public Worksheet Worksheet { get; private set; }

    /// <summary>Its instrument; null: none.</summary>
    public Instrument? Instrument { get; private set; }

    /// <summary>The slots of its template; none without one.</summary>
    public IReadOnlyList<TemplateRow> Template { get; private set; } = [];

    /// <summary>Its rows.</summary>
    public IReadOnlyList<SlotRow> Rows => _rows;

    /// <summary>Opens a worksheet for a user who may manage it.</summary>
    /// <returns>The worksheet, or why the user cannot have it.</returns>
    public static async Task<(Sheet? Sheet, Refusal? Refusal)> OpenAsync(
        LabActions actions, string worksheetUid, CancellationToken cancellationToken)
    {
        var work = actions.Work;
        if (await work.FindAsync<Worksheet>(worksheetUid, cancellationToken) is not { } worksheet)
        {
            return (null, new Refusal(RefusalKind.NotFound, $"There is no worksheet {worksheetUid}."));
        }

        if (actions.RequireManagement(worksheet) is { } refusal)
        {
            return (null, refusal);
        }

        var rows = await work.SlotsAsync(worksheetUid, cancellationToken);
        var promised = await work.QueryAsync<int>(
            SheetSql.PromisedSlots,
            new { site = work.Site, uid = worksheetUid, task_uid = work.Origin.TaskUid ?? string.Empty },
            cancellationToken);
        var sheet = new Sheet(actions, worksheet, rows, promised);
        await sheet.RefreshAsync(cancellationToken);
        return (sheet, null);
    }

    /// <summary>Looks at the worksheet's header again, after promotions or changes from elsewhere in the transaction.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        var work = Actions.Work;
        Worksheet = await work.GetAsync<Worksheet>(Worksheet.Uid, cancellationToken);
        Instrument = await work.FindAsync<Instrument>(Worksheet.Instrument, cancellationToken);
        Template = (await work.FindAsync<WorksheetTemplate>(Worksheet.WorksheetTemplate, cancellationToken))?.TemplateLayout ?? [];
    }

    /// <summary>Changes the worksheet's header.</summary>
    public async Task ChangeAsync(Func<Worksheet, Worksheet> change, CancellationToken cancellationToken)
    {
        await RefreshAsync(cancellationToken);
        Actions.Work.Put(change(Worksheet));
        await RefreshAsync(cancellationToken);
    }

    /// <summary>The lowest slot that is neither used nor promised to what is queued for this worksheet.</summary>
    public int LowestFree() => _rows.LowestFree(_promised);

    /// <summary>Why a container's analyses of a kind cannot go to a slot; null: they can.</summary>
    public Refusal? CheckSlot(int position, string container, AnalysisKind kind)
    {
        if (position < 1)
        {
            return new Refusal(RefusalKind.Invalid, $"There is no slot {position}: slots are counted from 1.");
        }

        if (_rows.Any(row => row.Position == position && (row.Kind != kind || row.ContainerUid != container)))
        {
            return new Refusal(RefusalKind.NotNow, $"Slot {position} of {Worksheet.Id} is taken by something else.");
        }

        return _promised.Contains(position)
            ? new Refusal(RefusalKind.Pending, $"Slot {position} of {Worksheet.Id} is kept free for analyses that are queued for it.")
            : null;
    }

    /// <summary>The next row of a slot.</summary>
    public async Task<Slot> NextRowAsync(int position, CancellationToken cancellationToken) =>
        new(Worksheet.Uid, position, await Actions.NextOrdinalAsync(Worksheet.Uid, cancellationToken));

    /// <summary>Takes note of an analysis that was put into a slot of it.</summary>
    public void Note(Analysis analysis)
    {
        var slot = analysis.Slot!;
        _rows.Add(new SlotRow
        {
            AnalysisUid = analysis.Uid,
            WorksheetUid = slot.WorksheetUid,
            Position = slot.Position,
            Ordinal = slot.Ordinal,
            Kind = analysis.Kind,
            ContainerUid = analysis.Container,
            State = analysis.State,
            ServiceUid = analysis.AnalysisService,
            SourceUid = analysis.Source,
        });
        Actions.TouchWorksheet(Worksheet.Uid);
    }
}
