using LabQueue.Lims.Analyses;
using LabQueue.Lims.Api;
using LabQueue.Lims.Background;
using LabQueue.Lims.Objects;
using LabQueue.Lims.Workflow;
using LabQueue.Lims.Worksheets;

namespace LabQueue.Lims.Pages.Worksheets;

/// <summary>Reads a worksheet's analyses with all that is shown of them: a few statements, however many there are.</summary>
/// <param name="actions">The snapshot, and who looks.</param>
/// <param name="visibility">What that user may see.</param>
internal sealed class ResultTable(LabActions actions, Visibility visibility)
{
    private readonly ResultEntry _entry = new(actions);
    private Dictionary<string, LabObject> _known = [];
    private IReadOnlyDictionary<string, PendingItem> _pending = new Dictionary<string, PendingItem>();

    /// <summary>What was typed and not saved, by analysis.</summary>
    public IReadOnlyDictionary<string, UnsavedResult> Unsaved { get; init; } = new Dictionary<string, UnsavedResult>();

    /// <summary>The slots, those that are empty between others among them.</summary>
    public async Task<(SheetView View, IReadOnlyList<ResultSlot> Slots)> ReadAsync(Worksheet worksheet, CancellationToken cancellationToken)
    {
        var view = await SheetView.ReadAsync(actions.Work, worksheet, cancellationToken);
        var slots = await ReadAsync(view, cancellationToken);
        return (view, [.. slots.Concat(view.Reassignable.Select(position => new ResultSlot(position, null, []))).OrderBy(slot => slot.Position)]);
    }

    /// <summary>The slots of some rows, with these alone.</summary>
    public async Task<IReadOnlyList<ResultSlot>> ReadAsync(SheetView view, CancellationToken cancellationToken)
    {
        await ReadAroundAsync([.. view.Rows.Select(row => row.Analysis)], cancellationToken);
        return [.. Slots(view)];
    }

    /// <summary>One row.</summary>
    public async Task<ResultRow> ReadAsync(Analysis analysis, CancellationToken cancellationToken)
    {
        await ReadAroundAsync([analysis], cancellationToken);
        return RowOf(analysis, analysis.Slot?.Position ?? 0);
    }

    private IEnumerable<ResultSlot> Slots(SheetView view) => view.Rows
        .Where(row => visibility.Shows(row.Analysis))
        .GroupBy(row => row.Position)
        .Select(slot =>
        {
            var first = slot.First().Analysis;
            return Describe(new ResultSlot(slot.Key, first.Kind, [.. slot.Select(row => RowOf(row.Analysis, row.Position))]), first);
        });

    private async Task ReadAroundAsync(IReadOnlyList<Analysis> analyses, CancellationToken cancellationToken)
    {
        var work = actions.Work;
        _pending = await PendingItems.FindAsync(work, [.. analyses.Select(analysis => analysis.Uid)], cancellationToken);
        var near = await work.FindAsync<LabObject>(
            [.. analyses.SelectMany(Around).OfType<string>().Distinct(StringComparer.Ordinal)], cancellationToken);
        var far = await work.FindAsync<LabObject>(
            [.. near.SelectMany(FartherAround).OfType<string>().Distinct(StringComparer.Ordinal)], cancellationToken);
        _known = near.Concat(far).Concat(analyses).DistinctBy(value => value.Uid, StringComparer.Ordinal).ToDictionary(value => value.Uid, StringComparer.Ordinal);
    }

    private static IEnumerable<string?> Around(Analysis analysis) =>
        [analysis.Container, analysis.Method, analysis.Instrument, analysis.Source];

    private static IEnumerable<string?> FartherAround(LabObject value) => value switch
    {
        Sample sample => [sample.ClientUid, sample.SampleType],
        ReferenceSample reference => [reference.ParentUid],
        _ => [],
    };

    private ResultSlot Describe(ResultSlot slot, Analysis first) => Find<LabObject>(first.Container) switch
    {
        Sample sample => slot with
        {
            Container = sample.Id,
            About = Join(TitleOf(sample.ClientUid), TitleOf(sample.SampleType), sample.ClientSampleID),
            IsUrgent = sample.Priority == 1,
        },
        ReferenceSample reference => slot with { Container = reference.Id, About = Join(reference.Title, TitleOf(reference.ParentUid)) },
        _ => slot with { Container = first.ContainerId },
    };

    private ResultRow RowOf(Analysis analysis, int position)
    {
        var source = Find<Analysis>(analysis.Source);
        var isQueued = _pending.ContainsKey(analysis.Uid);
        var about = new Case(analysis, actions.User, actions.Setup, actions.Work.Now) { Sample = Find<Sample>(analysis.Container) };
        var mayEnter = !isQueued && _entry.CheckResult(analysis) is null;
        IReadOnlyList<string> offered = isQueued ? [] : Guards.Offered(about);
        return new ResultRow(analysis, position)
        {
            IsQueued = isQueued,
            MayEnter = mayEnter,
            MaySee = visibility.ShowsResult(analysis),

            // What is typed can be handed in without looking at the page anew.
            Offered = mayEnter ? [.. offered.Append(TransitionId.Submit).Distinct(StringComparer.Ordinal)] : offered,
            IsOutOfRange = ResultRanges.IsOutOfRange(analysis, source),
            Range = ResultRanges.TextOf(ResultRanges.Of(analysis, source)),
            Method = TitleOf(analysis.Method),
            Instrument = TitleOf(analysis.Instrument),
            Unsaved = Unsaved.GetValueOrDefault(analysis.Uid),
        };
    }

    private T? Find<T>(string? uid)
        where T : LabObject => uid is null ? null : _known.GetValueOrDefault(uid) as T;

    private string TitleOf(string? uid) => Find<LabObject>(uid)?.Title ?? string.Empty;

    private static string Join(params ReadOnlySpan<string> parts)
    {
        var words = new List<string>();
        foreach (var part in parts)
        {
            if (part.Length > 0)
            {
                words.Add(part);
            }
        }

        return string.Join(" · ", words);
    }
}
