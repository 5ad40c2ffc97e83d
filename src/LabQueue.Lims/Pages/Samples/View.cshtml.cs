using LabQueue.Lims.Analyses;
using LabQueue.Lims.Api;
using LabQueue.Lims.Background;
using LabQueue.Lims.Objects;
using LabQueue.Lims.Store;
using LabQueue.Lims.Workflow;
using LabQueue.Web.Frame;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace LabQueue.Lims.Pages.Samples;

/// <summary>A sample with its analyses.</summary>
internal sealed class ViewModel(LabPageServices pages, LabApiServices api) : SamplePage(pages, api)
{
    private const int MostAnalyses = 1_000;

    /// <summary>Which analyses: <c>valid</c>, <c>invalid</c> or <c>all</c>.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Tab { get; set; }

    /// <summary>The analyses that are shown.</summary>
    public IReadOnlyList<AnalysisRow> Rows { get; private set; } = [];

    /// <summary>What can be done with some of them.</summary>
    public IReadOnlyList<string> RowActions { get; private set; } = [];

    /// <summary>What can be done with the sample.</summary>
    public IReadOnlyList<string> Actions { get; private set; } = [];

    /// <summary>Work that is done with it in the background.</summary>
    public WorkBox Box { get; private set; } = new([], 0);

    /// <summary>Names of what the sample refers to, by uid.</summary>
    public IReadOnlyDictionary<string, LabObject> Named { get; private set; } = new Dictionary<string, LabObject>();

    /// <summary>What is to be confirmed; null: nothing.</summary>
    public string? Asked { get; private set; }

    /// <summary>The analyses that are meant by that; none: the sample.</summary>
    public IReadOnlyList<AnalysisRow> Meant { get; private set; } = [];

    /// <summary>Whether a result can be entered.</summary>
    public bool HasEntry => Rows.Any(row => row.MayEnter);

    /// <summary>The lists of analyses.</summary>
    public IReadOnlyList<Tab> Lists =>
    [
        new(L["Valid"], With(("tab", null)), Tab is not ("invalid" or "all")),
        new(L["Invalid"], With(("tab", "invalid")), Tab == "invalid"),
        new(L["All"], With(("tab", "all")), Tab == "all"),
    ];

    /// <summary>Shows it.</summary>
    public async Task<IActionResult> OnGetAsync()
    {
        if (await FindAsync() is { } trouble)
        {
            return trouble;
        }

        await ReadAsync([]);
        return IsPart ? Partial("_Analyses", this) : Page();
    }

    /// <summary>Keeps the results that were typed, and then does something with the ticked analyses.</summary>
    /// <param name="action">What; <c>save</c>: nothing more.</param>
    /// <param name="uids">The ticked ones.</param>
    /// <param name="confirmed">Whether the person was asked before.</param>
    public async Task<IActionResult> OnPostAnalysesAsync(string action, string[] uids, bool confirmed)
    {
        if (await FindAsync() is { } trouble)
        {
            return trouble;
        }

        if (await SaveAsync(isAlone: action == "save") is { } unsaved)
        {
            return unsaved;
        }

        await ReadAsync([]);
        var meant = Rows.Where(row => uids.Contains(row.Analysis.Uid, StringComparer.Ordinal)).ToList();
        if (action == "save")
        {
            return Redirect(With());
        }

        if (meant.Count == 0)
        {
            Tell(MessageKind.Refused, L["Tick the analyses that are meant first."]);
            return Redirect(With());
        }

        if (action == TransitionId.Reject && !confirmed)
        {
            (Asked, Meant) = (action, meant);
            return Page();
        }

        Tell(await WorkAsync(new WorkRequest(action, Sample.Uid, [.. meant.Select(row => row.Analysis.Uid)])));
        return Redirect(With());
    }

    /// <summary>Carries out a transition of the sample.</summary>
    /// <param name="action">Which.</param>
    /// <param name="confirmed">Whether the person was asked before.</param>
    /// <param name="comment">What the person says about it.</param>
    public async Task<IActionResult> OnPostActAsync(string action, bool confirmed, string? comment)
    {
        if (await FindAsync() is { } trouble)
        {
            return trouble;
        }

        // What is to be published is looked at first.
        if (action == TransitionId.Publish && !confirmed)
        {
            return Go($"samples/{Sample.Id}/report");
        }

        if (SampleListPage.NeedsConfirmation(action) && !confirmed)
        {
            await ReadAsync([]);
            Asked = action;
            return Page();
        }

        Tell(await WorkAsync(new WorkRequest(action, Sample.Uid, [Sample.Uid]) { Comment = comment }));
        return Redirect(With());
    }

    /// <summary>What is called by that uid; empty: nothing that the person may see.</summary>
    public string NameOf(string? uid) => Named.GetValueOrDefault(uid ?? string.Empty)?.Title ?? string.Empty;

    private Task<bool> ReadAsync(IReadOnlyList<UnsavedResult> unsaved) => LookAsync(async (actions, visibility) =>
    {
        var work = actions.Work;
        var query = visibility.Narrow(new LabQuery { Types = [Analysis.Type], ContainerUid = Sample.Uid, Limit = MostAnalyses });
        var analyses = query is null ? [] : (await work.ListAsync<Analysis>(query, Aborted)).Where(visibility.Shows).ToList();
        var (_, pending) = await actions.ReadTogetherAsync([.. analyses.Select(analysis => analysis.Uid)], Aborted);
        string[] named =
        [
            .. analyses.SelectMany(analysis => new[] { analysis.Method, analysis.Instrument, analysis.Slot?.WorksheetUid })
                .Append(Sample.ClientUid).Append(Sample.Contact).Append(Sample.SampleType).OfType<string>().Distinct(StringComparer.Ordinal),
        ];
        Named = (await visibility.FindAsync(work, named, Aborted)).ToDictionary(value => value.Uid, StringComparer.Ordinal);
        var shown = analyses.Where(IsShown).ToList();
        Rows =
        [
            .. shown.Select(analysis => RowOf(actions, visibility, analysis, pending.GetValueOrDefault(analysis.Uid)) with
            {
                Unsaved = unsaved.FirstOrDefault(result => result.Typed.Uid == analysis.Uid),
            }),
        ];
        RowActions = [.. Rows.SelectMany(row => row.Actions).Distinct(StringComparer.Ordinal)];
        Actions = await actions.AllowedAsync(Sample.Uid, Aborted);
        var counts = await PendingItems.CountOfSampleAsync(work, Sample.Uid, Aborted);
        Box = await ReadBoxAsync(work, [.. counts.Keys], counts.Values.Sum());
        return true;
    });

    private bool IsShown(Analysis analysis) =>
        Tab == "all" || AnalysisState.IsDetached(analysis.State) == (Tab == "invalid");

    private AnalysisRow RowOf(LabActions actions, Visibility visibility, Analysis analysis, PendingItem? pending) =>
        new(analysis, pending, pending is null ? Guards.Offered(new Case(analysis, actions.User, actions.Setup, actions.Work.Now) { Sample = Sample }) : [])
        {
            ShowsResult = visibility.ShowsResult(analysis),
            MayEnter = pending is null && new ResultEntry(actions).CheckResult(analysis) is null,
            IsOut = ResultRanges.IsOutOfRange(analysis, source: null),
            Method = NameOf(analysis.Method),
            Instrument = NameOf(analysis.Instrument),
            Worksheet = Named.GetValueOrDefault(analysis.Slot?.WorksheetUid ?? string.Empty)?.Id ?? string.Empty,
        };

    // Null: all is saved. Else the page with what is not, beside its fields.
    private async Task<IActionResult?> SaveAsync(bool isAlone)
    {
        TypedResult[] typed = [.. TypedForm.Read(Request.Form).Where(result => result.IsChanged)];
        if (typed.Length == 0)
        {
            return null;
        }

        IReadOnlyList<UnsavedResult> unsaved = [];
        if (await ChangeAsync(EnterAsync) is { } refusal)
        {
            unsaved = [.. typed.Select(result => new UnsavedResult(result, refusal, string.Empty))];
        }

        if (unsaved.Count > 0)
        {
            Response.StatusCode = StatusCodes.Status409Conflict;
            await ReadAsync(unsaved);
            return Page();
        }

        if (isAlone)
        {
            Tell(MessageKind.Done, L.Count(typed.Length, "{0} result is saved.|{0} results are saved."));
        }

        return null;

        async Task<Refusal?> EnterAsync(LabActions actions, Visibility visibility)
        {
            var seen = await visibility.FindAsync(actions.Work, [.. typed.Select(result => result.Uid)], Aborted);
            var mine = seen.OfType<Analysis>().Where(analysis => analysis.Container == Sample.Uid).Select(analysis => analysis.Uid).ToHashSet(StringComparer.Ordinal);
            unsaved = await TypedResult.EnterAsync(actions, [.. typed.Where(result => mine.Contains(result.Uid))], Aborted);
            return null;
        }
    }
}
