using LabQueue.Lims.Access;
using LabQueue.Lims.Api;
using LabQueue.Lims.Background;
using LabQueue.Lims.Objects;
using LabQueue.Lims.Samples;
using LabQueue.Lims.Store;
using LabQueue.Lims.Workflow;
using LabQueue.Web.Frame;
using Microsoft.AspNetCore.Mvc;

namespace LabQueue.Lims.Pages.Samples;

/// <summary>A page with a list of samples, and with what can be done with those that are ticked.</summary>
internal abstract class SampleListPage(LabPageServices pages, LabApiServices api) : RecordPage(pages, api)
{
    /// <summary>Which list.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Tab { get; set; }

    /// <summary>Words that are searched for.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Q { get; set; }

    /// <summary>The column that it is sorted by.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Sort { get; set; }

    /// <summary>The last sample of the page before.</summary>
    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    /// <summary>How many rows.</summary>
    [BindProperty(SupportsGet = true)]
    public int Size { get; set; }

    /// <summary>The client whose samples they are; null: those of all.</summary>
    public virtual LabClient? Client => null;

    /// <summary>Which list, by its description.</summary>
    public SampleTab Shown => SampleTab.Find(Tab);

    /// <summary>The column that it is sorted by.</summary>
    public SortedBy Sorted => SortedBy.Read(Sort, new SortedBy("created", Descending: true), "id", "created");

    /// <summary>The rows.</summary>
    public IReadOnlyList<SampleRow> Rows { get; private set; } = [];

    /// <summary>The way through the list.</summary>
    public Pager Pager { get; private set; } = new(null, null);

    /// <summary>Work that rows of this page wait for.</summary>
    public WorkBox Box { get; private set; } = new([], 0);

    /// <summary>Transitions that rows of this page allow.</summary>
    public IReadOnlyList<Transition> Actions { get; private set; } = [];

    /// <summary>What is to be confirmed; null: nothing.</summary>
    public Transition? Asked { get; private set; }

    /// <summary>What would be published, where that is to be confirmed.</summary>
    public IReadOnlyList<SampleReport> Reports { get; private set; } = [];

    /// <summary>Beside the transitions: to make a worksheet with what is to be analysed of some samples.</summary>
    public const string MakeWorksheet = "make_worksheet";

    /// <summary>Whether the person may make worksheets, and a sample of this page has something for one.</summary>
    public bool MayMakeWorksheet { get; private set; }

    /// <summary>Whether there is something to register samples for.</summary>
    public bool MayAdd => Me.Has([.. SiteRights.Clerks]) || Me.ClientUid is not null;

    /// <summary>The tabs.</summary>
    public IReadOnlyList<Tab> Tabs =>
    [
        .. SampleTab.All
            .Where(tab => tab.Id != "rejected" || Setup.RejectionReasons.Count > 0 || tab == Shown)
            .Where(tab => !tab.IsOfLaboratory || Visibility.IsLaboratory)
            .Select(tab => new Tab(L[tab.Text], With(("tab", tab.Id), ("after", null)), tab == Shown)),
    ];

    /// <summary>Does something with the ticked samples.</summary>
    /// <param name="action">What.</param>
    /// <param name="uids">Which.</param>
    /// <param name="confirmed">Whether the person was asked before.</param>
    /// <param name="comment">What the person says about it.</param>
    public async Task<IActionResult> OnPostActAsync(string action, string[] uids, bool confirmed, string? comment)
    {
        if (await FindContextAsync() is { } trouble)
        {
            return trouble;
        }

        var transition = SampleMachine.Sample.Transitions.FirstOrDefault(row => row.Id == action && !row.IsAutomatic);
        if (transition is null || uids.Length == 0)
        {
            Tell(MessageKind.Refused, L["Tick the samples that are meant first."]);
            return Redirect(With());
        }

        if (NeedsConfirmation(action) && !confirmed)
        {
            await ReadAsync(uids);
            Asked = transition;
            Reports = action == TransitionId.Publish ? await ReadAsync(ReportsAsync) : [];
            return Page();
        }

        // Of what the person may not see, nothing is told.
        var seen = await ReadAsync(reader => Visibility.FindAsync(reader, uids, Aborted));
        string[] samples = [.. seen.OfType<Sample>().Select(sample => sample.Uid)];
        var context = samples is [var only] ? only : LabUid.Site;
        Tell(await WorkAsync(new WorkRequest(action, context, samples) { Comment = comment }));
        return Redirect(With());
    }

    /// <summary>Whether a transition cannot be taken back.</summary>
    public static bool NeedsConfirmation(string action) => action is TransitionId.Reject or TransitionId.Publish or TransitionId.Retract;

    /// <summary>Finds what the list is in; the answer where the person may not see that, else null.</summary>
    protected virtual Task<IActionResult?> FindContextAsync() => Task.FromResult<IActionResult?>(null);

    /// <summary>Reads the list.</summary>
    /// <param name="only">These samples alone; null: the page that the address names.</param>
    protected async Task ReadAsync(IReadOnlyList<string>? only = null)
    {
        var query = Visibility.Narrow(new LabQuery
        {
            Types = [Sample.Type],
            States = only is null ? Shown.States : [],
            HasUnassigned = only is null ? Shown.HasUnassigned : null,
            LateAt = only is null && Shown.IsLate ? Services.Store.Time.GetUtcNow() : null,
            Uids = only ?? [],
            Words = ObjectWords.Split(Q ?? string.Empty),
            ClientUid = Client?.Uid,
            Sort = Order,
            Descending = Sorted.Descending,
            After = only is null ? LabCursor.Read(After, Order) : null,
            Limit = (only?.Count ?? PageSizes.Of(Size)) + 1,
        });
        if (query is null)
        {
            return;
        }

        await ReadAsync(async reader =>
        {
            var found = await reader.ListByStateAsync<Sample>(query, Aborted);
            Pager = new Pager(
                After is null ? null : With(("after", null)),
                found.Count == query.Limit ? With(("after", LabCursor.Of(found[^2], Order).ToString())) : null);
            await ReadAsync(reader, [.. found.Take(query.Limit - 1).Where(Visibility.Shows)]);
            return true;
        });
    }

    private Task<IReadOnlyList<SampleReport>> ReportsAsync(LabReader reader) => SampleReport.ReadAsync(
        reader, Visibility, [.. Rows.Where(row => row.Actions.Contains(TransitionId.Publish, StringComparer.Ordinal)).Select(row => row.Sample)], Aborted);

    private LabSort Order => Sorted.Key == "id" ? LabSort.SortKey : LabSort.Created;

    private async Task ReadAsync(LabReader reader, IReadOnlyList<Sample> samples)
    {
        var numbers = await SampleNumbers.ReadAsync(reader, samples, Aborted);
        var due = await SampleNumbers.DueAsync(reader, samples, Aborted);
        var pending = await PendingItems.FindAsync(reader, [.. samples.Select(sample => sample.Uid)], Aborted);
        string[] named = [.. samples.SelectMany(sample => new[] { sample.ClientUid, sample.SampleType, sample.Contact }).OfType<string>().Distinct(StringComparer.Ordinal)];
        var others = (await Visibility.FindAsync(reader, named, Aborted)).ToDictionary(other => other.Uid, StringComparer.Ordinal);
        var mayMake = await reader.FindPathAsync(LabPath.Worksheets(Site), Aborted) is { } folder && May(Permission.AddWorksheet, folder);
        Rows = [.. samples.Select(sample => RowOf(sample, numbers[sample.Uid], pending.GetValueOrDefault(sample.Uid), others, mayMake) with
        {
            Due = due.TryGetValue(sample.Uid, out var day) ? day : null,
        })];
        Actions = [.. SampleMachine.Sample.Transitions.Where(row => !row.IsAutomatic && Rows.Any(sample => sample.Actions.Contains(row.Id, StringComparer.Ordinal)))];
        MayMakeWorksheet = Rows.Any(row => row.Actions.Contains(MakeWorksheet, StringComparer.Ordinal));
        Box = await ReadBoxAsync(reader, [.. pending.Values.Select(item => item.TaskUid).Distinct(StringComparer.Ordinal)], pending.Count);
    }

    private SampleRow RowOf(Sample sample, SampleNumbers numbers, PendingItem? pending, Dictionary<string, LabObject> others, bool mayMake)
    {
        var client = others.GetValueOrDefault(sample.ClientUid ?? string.Empty) as LabClient;
        string[] actions = pending is not null || sample.State == SampleState.Pending
            ? []
            : [.. SampleMachine.Sample.OfferedIn(sample.State)
                .Where(row => Guards.CheckPermission(sample, row, Me, Setup) is null && (row.Id != TransitionId.Reject || Setup.RejectionReasons.Count > 0))
                .Select(row => row.Id)
                .Concat(mayMake && sample.State == SampleState.Received ? [MakeWorksheet] : [])];
        return new SampleRow(sample, numbers, pending, actions)
        {
            Client = client?.Title ?? string.Empty,
            ClientID = client?.ClientID ?? string.Empty,
            ClientStep = client?.Id ?? string.Empty,
            Type = TitleOf(sample.SampleType),
            Contact = TitleOf(sample.Contact),
        };

        string TitleOf(string? uid) => others.GetValueOrDefault(uid ?? string.Empty)?.Title ?? string.Empty;
    }
}
