using LabQueue.Lims.Objects;
using LabQueue.Lims.Store;
using LabQueue.Lims.Worksheets;
using Microsoft.AspNetCore.Mvc;

namespace LabQueue.Lims.Pages.Worksheets;

/// <summary>Adds blanks or controls to a worksheet: analyses of reference samples.</summary>
internal sealed class AddReferenceModel(LabPageServices services) : SheetPage(services)
{
    private const string Blank = "add_blank";
    private const string Control = "add_control";
    private const int PageSize = 200;
    private const int MostPages = 20;
    private const int MostSamples = 200;

    /// <inheritdoc/>
    public override string Title => View == Blank ? L["Add a blank to {0}", Id] : L["Add a control to {0}", Id];

    /// <summary>Which of both, of the address.</summary>
    [BindProperty(SupportsGet = true, Name = "view")]
    public string View { get; set; } = string.Empty;

    /// <summary>Reference samples that may be used, with the services that they support.</summary>
    public IReadOnlyList<(ReferenceSample Sample, IReadOnlyList<AnalysisService> Services)> Choices { get; private set; } = [];

    /// <summary>Services of what is on the worksheet.</summary>
    public IReadOnlySet<string> Present { get; private set; } = new HashSet<string>();

    /// <summary>Slots that are empty between others.</summary>
    public IReadOnlyList<int> Empty { get; private set; } = [];

    private AnalysisKind Kind => View == Blank ? AnalysisKind.Blank : AnalysisKind.Control;

    /// <summary>Shows what can be added.</summary>
    public async Task<IActionResult> OnGetAsync() => View is not (Blank or Control) ? NotFound() : await ShowAsync(async (actions, _) =>
    {
        if (!MayManage)
        {
            return Refuse();
        }

        var work = actions.Work;
        var rows = await work.SlotsAsync(Worksheet.Uid, Aborted);
        Empty = rows.Reassignable();
        Present = rows.Select(row => row.ServiceUid).ToHashSet(StringComparer.Ordinal);
        var samples = await UsableAsync(work);
        var known = (await work.FindAsync<AnalysisService>(
            [.. samples.SelectMany(sample => ReferenceChoice.Supported(sample, [])).Distinct(StringComparer.Ordinal)], Aborted))
            .ToDictionary(service => service.Uid, StringComparer.Ordinal);
        Choices =
        [
            .. samples.Select(sample => (sample, (IReadOnlyList<AnalysisService>)
            [
                .. ReferenceChoice.Supported(sample, [])
                    .Select(uid => known.GetValueOrDefault(uid))
                    .OfType<AnalysisService>()
                    .OrderBy(service => service.Title, StringComparer.OrdinalIgnoreCase),
            ])),
        ];
        return Page();
    });

    /// <summary>Adds one.</summary>
    /// <param name="sample">The reference sample.</param>
    /// <param name="services">What to analyse it for.</param>
    /// <param name="position">The slot; null: a new one, or that of the template.</param>
    public async Task<IActionResult> OnPostAsync(string? sample, string[] services, int? position) => View is not (Blank or Control)
        ? NotFound()
        : await AddAsync(sheet => sheet.AddReferencesAsync(sample ?? string.Empty, services, position, Aborted));

    // Most of what is in use may be of the other kind, or for other services: the next are read until there are enough.
    private async Task<IReadOnlyList<ReferenceSample>> UsableAsync(LabReader reader)
    {
        var usable = new List<ReferenceSample>();
        var query = new LabQuery { States = [ReferenceSampleState.Current], Limit = PageSize };
        for (var page = 0; page < MostPages && usable.Count < MostSamples; page++)
        {
            var found = await reader.ListAsync<ReferenceSample>(query, Aborted);
            usable.AddRange(found.Where(sample =>
                ReferenceChoice.IsUsable(sample, Kind, Services.Store.Time.GetUtcNow()) && ReferenceChoice.Supported(sample, [.. Present]).Count > 0));
            if (found.Count < PageSize)
            {
                break;
            }

            query = query with { After = LabCursor.Of(found[^1], query.Sort) };
        }

        return [.. usable.Take(MostSamples)];
    }
}
