using LabQueue.Lims.Access;
using LabQueue.Lims.Api;
using LabQueue.Lims.Background;
using LabQueue.Lims.Objects;
using LabQueue.Lims.Store;
using LabQueue.Lims.Worksheets;
using LabQueue.Web.Frame;
using Microsoft.AspNetCore.Mvc;

namespace LabQueue.Lims.Pages.Samples;

/// <summary>Makes a worksheet with what is to be analysed of the samples that were ticked in a list.</summary>
internal sealed class WorksheetModel(LabPageServices pages, LabApiServices api) : RecordPage(pages, api)
{
    // As many as a list shows at most.
    private const int MostSamples = 200;

    private IReadOnlyList<Analysis> _analyses = [];
    private Dictionary<string, string?> _categoryOf = [];

    /// <inheritdoc/>
    public override string Title => L["Create worksheet"];

    /// <summary>The samples that have something for it.</summary>
    public IReadOnlyList<(string Uid, string Id)> Samples { get; private set; } = [];

    /// <summary>Categories of what they wait for, with the number of analyses; the empty one: without category.</summary>
    public IReadOnlyList<(string Uid, string Title, int Count)> Categories { get; private set; } = [];

    /// <summary>Who can be responsible.</summary>
    public IReadOnlyList<LabUser> Analysts { get; private set; } = [];

    /// <summary>It begins with a list of samples.</summary>
    public IActionResult OnGet() => Go("samples");

    /// <summary>Asks what is to be on it.</summary>
    /// <param name="uids">The samples.</param>
    public async Task<IActionResult> OnPostAsync(string[] uids) => await FindAsync(uids) ?? Page();

    /// <summary>Makes it.</summary>
    /// <param name="uids">The samples.</param>
    /// <param name="analyst">Who is to be responsible.</param>
    /// <param name="categories">What of the samples is to be on it.</param>
    public async Task<IActionResult> OnPostMakeAsync(string[] uids, string? analyst, string[] categories)
    {
        if (await FindAsync(uids) is { } trouble)
        {
            return trouble;
        }

        string[] chosen =
        [
            .. _analyses.Where(analysis => categories.Contains(_categoryOf.GetValueOrDefault(analysis.AnalysisService) ?? string.Empty, StringComparer.Ordinal))
                .Select(analysis => analysis.Uid),
        ];
        if (chosen.Length == 0)
        {
            Tell(MessageKind.Refused, L["Choose a category at least."]);
            return Page();
        }

        Worksheet? made = null;
        var refusal = await ChangeAsync(async (actions, _) =>
        {
            (made, var refused) = await new NewSheet(analyst ?? string.Empty).CreateAsync(actions, Services.Users, Aborted);
            return refused;
        });
        if (refusal is not null)
        {
            Tell(refusal);
            return Page();
        }

        Tell(MessageKind.Done, L["{0} was made.", made!.Id]);
        Tell(await WorkAsync(new WorkRequest(WorkAction.Assign, made.Uid, chosen)));
        return Go($"worksheets/{made.Id}/manage_results");
    }

    // The answer where there is nothing to make a worksheet of; null: there is.
    private async Task<IActionResult?> FindAsync(string[] uids)
    {
        if (!await ReadAsync(async reader => await reader.FindPathAsync(LabPath.Worksheets(Site), Aborted) is { } folder && May(Permission.AddWorksheet, folder)))
        {
            return Refuse();
        }

        if (await ReadAsync(uids))
        {
            return null;
        }

        Tell(MessageKind.Refused, L["Nothing of these samples waits for a worksheet."]);
        return Go("samples");
    }

    private Task<bool> ReadAsync(string[] uids) => ReadAsync(async reader =>
    {
        // Of what the person may not see, nothing is told.
        var samples = (await Visibility.FindAsync(reader, [.. uids.Take(MostSamples)], Aborted)).OfType<Sample>().ToList();
        var rows = await reader.QueryAsync<LabRow>(
            CandidateSql.OfSamples, new { site = Site, samples = samples.Select(sample => sample.Uid).ToArray() }, Aborted);
        _analyses = [.. rows.Select(row => (Analysis)row.ToObject()).OrderBy(analysis => analysis.PrioritySortkey, StringComparer.Ordinal)];
        var withSome = _analyses.Select(analysis => analysis.Container).ToHashSet(StringComparer.Ordinal);
        Samples = [.. samples.Where(sample => withSome.Contains(sample.Uid)).Select(sample => (sample.Uid, sample.Id))];

        string[] services = [.. _analyses.Select(analysis => analysis.AnalysisService).Distinct(StringComparer.Ordinal)];
        _categoryOf = (await reader.FindAsync<AnalysisService>(services, Aborted))
            .ToDictionary(service => service.Uid, service => service.Category, StringComparer.Ordinal);
        var titles = (await reader.FindAsync<AnalysisCategory>([.. _categoryOf.Values.OfType<string>()], Aborted))
            .ToDictionary(category => category.Uid, category => category.Title, StringComparer.Ordinal);
        Categories =
        [
            .. _analyses.CountBy(analysis => _categoryOf.GetValueOrDefault(analysis.AnalysisService) ?? string.Empty, StringComparer.Ordinal)
                .Select(group => (group.Key, titles.GetValueOrDefault(group.Key, string.Empty), group.Value))
                .OrderBy(category => category.Item2, StringComparer.CurrentCultureIgnoreCase),
        ];
        Analysts = await SheetHeader.AnalystsAsync(reader, Aborted);
        return _analyses.Count > 0;
    });
}
