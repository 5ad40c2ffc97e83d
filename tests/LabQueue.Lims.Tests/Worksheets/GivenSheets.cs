using LabQueue.Lims.Access;
using LabQueue.Lims.Objects;
using LabQueue.Lims.Registry;
using LabQueue.Lims.Users;
using LabQueue.Lims.Workflow;
using LabQueue.Lims.Worksheets;

namespace LabQueue.Lims.Tests.Worksheets;

/// <summary>Worksheets, templates and reference samples for tests, and what users do with worksheets.</summary>
internal static class GivenSheets
{
    private static CancellationToken None => TestContext.Current.CancellationToken;

    /// <summary>Something done with a worksheet by a user, promoted and committed.</summary>
    public static Task<T> OnSheetAsync<T>(this Laboratory laboratory, LabUser user, Worksheet worksheet, Func<Sheet, Task<T>> act) =>
        laboratory.ActAsync(user, async actions =>
        {
            var (sheet, refusal) = await Sheet.OpenAsync(actions, worksheet.Uid, None);
            refusal.ShouldBeNull();
            return await act(sheet.ShouldNotBeNull());
        });

    /// <summary>Something done by a user, promoted and committed.</summary>
    public static Task<T> ActAsync<T>(this Laboratory laboratory, LabUser user, Func<LabActions, Task<T>> act) =>
        laboratory.ChangeAsync(
            async work =>
            {
                var actions = await LabActions.BeginAsync(work, user, None);
                var result = await act(actions);
                await actions.PromoteAsync(None);
                return result;
            },
            laboratory.By(user.Username));

    /// <summary>Assigns analyses, and says what was refused.</summary>
    public static Task<IReadOnlyDictionary<string, Refusal>> AssignAsync(
        this Laboratory laboratory, Worksheet worksheet, params Placement[] placements) =>
        laboratory.OnSheetAsync(GivenSamples.Manager, worksheet, sheet => sheet.AssignAsync(placements, None));

    /// <summary>Applies a template, and says what came of it.</summary>
    public static Task<TemplateOutcome> ApplyAsync(this Laboratory laboratory, Worksheet worksheet, WorksheetTemplate template) =>
        laboratory.OnSheetAsync(GivenSamples.Manager, worksheet, async sheet =>
        {
            var (outcome, refusal) = await sheet.ApplyTemplateAsync(template.Uid, None);
            refusal.ShouldBeNull();
            return outcome.ShouldNotBeNull();
        });

    /// <summary>A worksheet as people see it, each row as <c>slot kind container keyword</c>.</summary>
    public static async Task<IReadOnlyList<string>> RowsAsync(this Laboratory laboratory, Worksheet worksheet) =>
    [
        .. (await laboratory.ViewAsync(worksheet)).Rows.Select(row =>
            $"{row.Position} {KindOf(row.Analysis)} {row.Analysis.ContainerId} {row.Analysis.Keyword}"),
    ];

    /// <summary>A worksheet as people see it.</summary>
    public static Task<SheetView> ViewAsync(this Laboratory laboratory, Worksheet worksheet) =>
        laboratory.ReadAsync(async reader =>
            await SheetView.ReadAsync(reader, await reader.GetAsync<Worksheet>(worksheet.Uid, None), None));

    /// <summary>A laboratory with folders, and users <c>labmanager</c> and <c>analyst1</c>.</summary>
    public static async Task<Laboratory> CreateAsync()
    {
        var laboratory = await Laboratory.CreateAsync();
        await laboratory.FoundAsync();
        await laboratory.GivenUserAsync("labmanager", Role.LabManager);
        await laboratory.GivenUserAsync("analyst1", Role.Analyst);
        return laboratory;
    }

    /// <summary>An empty worksheet of <c>analyst1</c>.</summary>
    public static Task<Worksheet> GivenEmptySheetAsync(this Laboratory laboratory, Func<NewSheet, NewSheet>? change = null) =>
        laboratory.ActAsync(GivenSamples.Manager, async actions =>
        {
            var wanted = (change ?? (same => same))(new NewSheet("analyst1"));
            var (worksheet, refusal) = await wanted.CreateAsync(actions, new LabUsers(), None);
            refusal.ShouldBeNull();
            return worksheet.ShouldNotBeNull();
        });

    /// <summary>A template for services of those keywords.</summary>
    public static async Task<WorksheetTemplate> GivenTemplateAsync(
        this Laboratory laboratory, string[] keywords, params TemplateRow[] rows)
    {
        var services = new List<string>();
        foreach (var keyword in keywords)
        {
            services.Add((await laboratory.GivenServiceAsync(keyword)).Uid);
        }

        return await laboratory.ChangeAsync(work => LabItems.AddAsync(
            work, new WorksheetTemplate { Title = "Template", Services = [.. services], TemplateLayout = [.. rows] }, None));
    }

    /// <summary>A reference sample of a definition of its own, for services of those keywords.</summary>
    public static async Task<ReferenceSample> GivenReferenceAsync(
        this Laboratory laboratory, string[] keywords, bool blank = true, Func<ReferenceSample, ReferenceSample>? change = null)
    {
        var results = new List<ReferenceResult>();
        foreach (var keyword in keywords)
        {
            results.Add(new ReferenceResult((await laboratory.GivenServiceAsync(keyword)).Uid, 1, 0.5m, 1.5m));
        }

        return await laboratory.ChangeAsync(async work =>
        {
            var definition = await LabItems.AddAsync(work, new ReferenceDefinition { Title = "Distilled water", Blank = blank }, None);
            var supplier = await LabItems.AddAsync(work, new Supplier { Title = "Supplier" }, None);
            return await LabItems.AddAsync(
                work,
                (change ?? (same => same))(new ReferenceSample
                {
                    State = ReferenceSampleState.Current,
                    ReferenceDefinition = definition.Uid,
                    Blank = blank,
                    ReferenceResults = [.. results],
                }),
                supplier,
                None);
        });
    }

    private static char KindOf(Analysis analysis) => analysis.Kind switch
    {
        AnalysisKind.Routine => 'a',
        AnalysisKind.Blank => 'b',
        AnalysisKind.Control => 'c',
        AnalysisKind.Duplicate => 'd',
    };
}
