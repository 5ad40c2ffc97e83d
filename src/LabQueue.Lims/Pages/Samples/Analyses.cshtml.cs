using LabQueue.Lims.Access;
using LabQueue.Lims.Analyses;
using LabQueue.Lims.Api;
using LabQueue.Lims.Background;
using LabQueue.Lims.Objects;
using LabQueue.Lims.Samples;
using LabQueue.Lims.Store;
using LabQueue.Lims.Workflow;
using LabQueue.Web.Frame;
using Microsoft.AspNetCore.Mvc;

namespace LabQueue.Lims.Pages.Samples;

/// <summary>What a sample is analysed for: services are added and taken away (<c>lims-domain</c>, 8).</summary>
internal sealed class AnalysesModel(LabPageServices pages, LabApiServices api) : SamplePage(pages, api)
{
    private const int MostRows = 1_000;

    /// <summary>What the sample is analysed for, and then what it could be.</summary>
    public IReadOnlyList<ServiceRow> Rows { get; private set; } = [];

    /// <summary>Shows them.</summary>
    public async Task<IActionResult> OnGetAsync()
    {
        if (await FindAllowedAsync() is { } trouble)
        {
            return trouble;
        }

        Rows = await ReadAsync(RowsAsync);
        return Page();
    }

    /// <summary>Keeps what was chosen.</summary>
    /// <param name="was">Analyses that the form showed and that could be taken away.</param>
    /// <param name="keep">Those of them that stay.</param>
    /// <param name="add">Services to add.</param>
    /// <param name="hideable">Analyses that the form let be hidden.</param>
    /// <param name="hide">Those of them that are hidden from the client.</param>
    public async Task<IActionResult> OnPostAsync(string[] was, string[] keep, string[] add, string[] hideable, string[] hide)
    {
        if (await FindAllowedAsync() is { } trouble)
        {
            return trouble;
        }

        string[] gone = [.. was.Except(keep, StringComparer.Ordinal)];
        var refusal = await ChangeAsync(async (actions, visibility) =>
        {
            var seen = await visibility.FindAsync(actions.Work, [.. gone.Union(hideable, StringComparer.Ordinal)], Aborted);
            var mine = seen.OfType<Analysis>().Where(analysis => analysis.Container == Sample.Uid).ToList();
            var analyses = new SampleAnalyses(actions);
            var refused = add.Length > 0 ? (await analyses.AddAsync(Sample.Uid, add, Aborted)).Refusal : null;
            foreach (var analysis in mine)
            {
                refused ??= gone.Contains(analysis.Uid, StringComparer.Ordinal)
                    ? await analyses.RemoveAsync(analysis.Uid, Aborted)
                    : await HideAsync(actions, analysis, hide.Contains(analysis.Uid, StringComparer.Ordinal));
            }

            return refused;
        });
        if (refusal is not null)
        {
            Tell(refusal);
            return Redirect(With());
        }

        Tell(MessageKind.Done, L["Saved."]);
        return Go($"samples/{Sample.Id}");
    }

    private async Task<Refusal?> HideAsync(LabActions actions, Analysis analysis, bool isHidden) => analysis.Hidden == isHidden
        ? null
        : await new ResultEntry(actions).EditAsync(analysis.Uid, new AnalysisEdit { Hidden = isHidden }, Aborted);

    private async Task<IActionResult?> FindAllowedAsync() =>
        await FindAsync() ?? (May(Permission.AddAnalysis, Sample) && SampleAnalyses.MayChange(Sample.State) ? null : Refuse());

    private async Task<IReadOnlyList<ServiceRow>> RowsAsync(LabReader reader)
    {
        var query = Visibility.Narrow(new LabQuery { Types = [Analysis.Type], ContainerUid = Sample.Uid, Limit = MostRows });
        var analyses = query is null ? [] : (await reader.ListAsync<Analysis>(query, Aborted))
            .Where(analysis => Visibility.Shows(analysis) && !AnalysisState.IsDetached(analysis.State))
            .ToList();
        var pending = await PendingItems.FindAsync(reader, [.. analyses.Select(analysis => analysis.Uid)], Aborted);
        var services = await reader.ListAsync<AnalysisService>(
            new LabQuery { Types = [AnalysisService.Type], States = [ActiveState.Active], Sort = LabSort.Title, Limit = MostRows }, Aborted);
        var client = await reader.FindAsync<LabClient>(Sample.ClientUid, Aborted);
        var categories = (await reader.FindAsync<AnalysisCategory>(
            [.. services.Select(service => service.Category).OfType<string>().Distinct(StringComparer.Ordinal)], Aborted))
            .ToDictionary(category => category.Uid, category => category.Title, StringComparer.Ordinal);
        var present = analyses.Select(analysis => analysis.AnalysisService).ToHashSet(StringComparer.Ordinal);
        var category = services.ToDictionary(
            service => service.Uid, service => categories.GetValueOrDefault(service.Category ?? string.Empty, string.Empty), StringComparer.Ordinal);
        return
        [
            .. analyses.OrderBy(analysis => analysis.Title, StringComparer.OrdinalIgnoreCase)
                .Select(analysis => RowOf(analysis, pending.ContainsKey(analysis.Uid), category.GetValueOrDefault(analysis.AnalysisService, string.Empty))),
            .. services.Where(service => !present.Contains(service.Uid)).Select(service => new ServiceRow(service.Title, service.Keyword)
            {
                Uid = service.Uid,
                Category = category[service.Uid],
                Unit = service.Unit,
                Price = client is { BulkDiscount: true } ? service.BulkPrice : service.Price,
                Range = (service.Min, service.Max),
            }),
        ];
    }

    private ServiceRow RowOf(Analysis analysis, bool isQueued, string category) => new(analysis.Title, analysis.Id)
    {
        Uid = analysis.Uid,
        Analysis = analysis,
        IsQueued = isQueued,
        MayRemove = !isQueued && AnalysisState.IsOpen(analysis.State) && (analysis.Slot is null || May(Permission.UnassignAnalysis, analysis)),
        MayHide = !isQueued && May(Permission.FieldEditHidden, analysis),
        Category = category,
        Unit = analysis.Unit,
        Price = analysis.Price,
        Range = (analysis.Min, analysis.Max),
    };
}
