using LabQueue.Lims.Objects;
using LabQueue.Lims.Worksheets;
using static LabQueue.Lims.Tests.GivenSamples;

namespace LabQueue.Lims.Tests.Worksheets;

/// <summary>Worksheets that a template fills.</summary>
public sealed class TemplateTests : IAsyncLifetime
{
    private static readonly string[] Services = ["Cu", "Fe"];

    private static readonly TemplateRow[] Layout =
    [
        new(1, AnalysisKind.Routine), new(2, AnalysisKind.Routine), new(3, AnalysisKind.Duplicate, DuplicateOf: 1),
        new(4, AnalysisKind.Routine), new(5, AnalysisKind.Duplicate, DuplicateOf: 4),
        new(6, AnalysisKind.Control), new(7, AnalysisKind.Blank),
    ];

    private Laboratory _laboratory = null!;

    private static CancellationToken None => TestContext.Current.CancellationToken;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync() => _laboratory = await GivenSheets.CreateAsync();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _laboratory.DisposeAsync();

    [Fact]
    public async Task A8_A_template_fills_slots_with_samples_and_duplicates_and_tells_what_stayed_empty()
    {
        await GivenSamplesAsync(10);
        var template = await _laboratory.GivenTemplateAsync(Services, Layout);
        var worksheet = await _laboratory.GivenEmptySheetAsync();

        var outcome = await _laboratory.ApplyAsync(worksheet, template);

        (await _laboratory.RowsAsync(worksheet)).ShouldBe(
        [
            "1 a W-0001 Cu", "1 a W-0001 Fe", "2 a W-0002 Cu", "2 a W-0002 Fe", "3 d W-0001 Cu", "3 d W-0001 Fe",
            "4 a W-0003 Cu", "4 a W-0003 Fe", "5 d W-0003 Cu", "5 d W-0003 Fe",
        ]);
        outcome.Refused.ShouldBeEmpty();
        outcome.Unfilled.Select(slot => (slot.Position, slot.Kind)).ShouldBe([(6, AnalysisKind.Control), (7, AnalysisKind.Blank)]);
        outcome.Unfilled.ShouldAllBe(slot => slot.Reason == "The template names no reference definition for it.");
    }

    [Fact]
    public async Task A8_A_template_that_is_applied_again_adds_a_new_service_to_the_same_slots()
    {
        await GivenSamplesAsync(5, ["Cu", "Fe", "Zn"]);
        var template = await _laboratory.GivenTemplateAsync(Services, Layout);
        var worksheet = await _laboratory.GivenEmptySheetAsync();
        await _laboratory.ApplyAsync(worksheet, template);
        var before = await _laboratory.RowsAsync(worksheet);
        var zinc = await _laboratory.GivenServiceAsync("Zn");
        template = await _laboratory.ChangeAsync(async work =>
        {
            var found = await work.GetAsync<WorksheetTemplate>(template.Uid, None);
            return work.Put(found with { Services = [.. found.Services, zinc.Uid] });
        });

        await _laboratory.ApplyAsync(worksheet, template);

        var rows = await _laboratory.RowsAsync(worksheet);
        rows.Except(before).ShouldBe(["1 a W-0001 Zn", "2 a W-0002 Zn", "3 d W-0001 Zn", "4 a W-0003 Zn", "5 d W-0003 Zn"]);
        rows.Count.ShouldBe(before.Count + 5);
        var groups = (await _laboratory.ViewAsync(worksheet)).Rows
            .Where(row => row.Position is 3 or 5)
            .GroupBy(row => row.Position, row => row.Analysis.ReferenceAnalysesGroupID);
        groups.ShouldAllBe(slot => slot.Distinct().Count() == 1);
    }

    [Fact]
    public async Task A_template_that_is_applied_again_at_once_changes_nothing()
    {
        await GivenSamplesAsync(3);
        var template = await _laboratory.GivenTemplateAsync(Services, Layout);
        var worksheet = await _laboratory.GivenEmptySheetAsync();
        await _laboratory.ApplyAsync(worksheet, template);
        var before = await _laboratory.ViewAsync(worksheet);

        await _laboratory.ApplyAsync(worksheet, template);

        var after = await _laboratory.ViewAsync(worksheet);
        after.Rows.ShouldBe(before.Rows);
        after.Worksheet.ShouldBe(before.Worksheet);
    }

    [Fact]
    public async Task A16_Samples_get_slots_in_the_order_of_their_ids_without_a_mix()
    {
        await _laboratory.GivenSampleAsync("B-0001", Services, change: sample => sample with { Priority = 1 });
        await SetPriorityAsync("B-0001", 1);
        await _laboratory.GivenSampleAsync("A-0001", ["Cu"]);
        var template = await _laboratory.GivenTemplateAsync(
            Services, new TemplateRow(1, AnalysisKind.Routine), new TemplateRow(2, AnalysisKind.Routine));
        var worksheet = await _laboratory.GivenEmptySheetAsync();

        await _laboratory.ApplyAsync(worksheet, template);

        (await _laboratory.RowsAsync(worksheet)).ShouldBe(["1 a A-0001 Cu", "2 a B-0001 Cu", "2 a B-0001 Fe"]);
    }

    [Fact]
    public async Task A17_T29_Duplicates_of_a_template_are_there_after_an_assignment_in_parts()
    {
        await GivenSamplesAsync(3);
        var template = await _laboratory.GivenTemplateAsync(Services, Layout);
        var worksheet = await _laboratory.GivenEmptySheetAsync();
        var filling = new SheetFilling();

        var (pairs, refusal) = await _laboratory.ActAsync(
            Manager, actions => filling.PlanAsync(actions, worksheet, template.Uid, None));
        var empty = await _laboratory.RowsAsync(worksheet);
        foreach (var part in pairs.Chunk(4))
        {
            await _laboratory.ActAsync(Manager, async actions =>
            {
                foreach (var (uid, slot) in part)
                {
                    (await filling.AssignAsync(actions, worksheet.Uid, uid, slot, None)).ShouldBeNull();
                }

                return 0;
            });
        }

        var note = await _laboratory.ActAsync(
            Manager, actions => filling.FinishAsync(actions, worksheet.Uid, template.Uid, None));
        var again = await _laboratory.ActAsync(
            Manager, actions => filling.FinishAsync(actions, worksheet.Uid, template.Uid, None));

        refusal.ShouldBeNull();
        pairs.Count.ShouldBe(6);
        empty.ShouldBeEmpty();
        var rows = await _laboratory.RowsAsync(worksheet);
        rows.Where(row => row.Contains(" d ", StringComparison.Ordinal))
            .ShouldBe(["3 d W-0001 Cu", "3 d W-0001 Fe", "5 d W-0003 Cu", "5 d W-0003 Fe"]);
        rows.Count.ShouldBe(10);
        note.ShouldBe(again);
        note.ShouldNotBeNull().ShouldStartWith("Slot 6 stayed empty: ");
    }

    [Fact]
    public async Task Blanks_and_controls_of_a_template_are_taken_from_samples_of_its_definitions()
    {
        var blank = await _laboratory.GivenReferenceAsync(["Fe", "Cu", "Zn"]);
        var control = await _laboratory.GivenReferenceAsync(["Cu"], blank: false);
        await GivenSamplesAsync(1);
        var template = await _laboratory.GivenTemplateAsync(
            Services,
            new TemplateRow(1, AnalysisKind.Routine),
            new TemplateRow(2, AnalysisKind.Blank, blank.ReferenceDefinition),
            new TemplateRow(3, AnalysisKind.Control, control.ReferenceDefinition));
        var worksheet = await _laboratory.GivenEmptySheetAsync();

        var outcome = await _laboratory.ApplyAsync(worksheet, template);

        (await _laboratory.RowsAsync(worksheet)).ShouldBe(
            ["1 a W-0001 Cu", "1 a W-0001 Fe", "2 b QC-001 Cu", "2 b QC-001 Fe", "3 c QC-002 Cu"]);
        outcome.Unfilled.ShouldBeEmpty();
    }

    [Fact]
    public async Task T39_An_expired_reference_sample_leaves_its_slot_empty_and_this_is_told()
    {
        var blank = await _laboratory.GivenReferenceAsync(
            ["Cu"], change: sample => sample with { ExpiryDate = _laboratory.Time.GetUtcNow().AddDays(-1) });
        var other = await _laboratory.GivenReferenceAsync(["Zn"]);
        var template = await _laboratory.GivenTemplateAsync(
            Services,
            new TemplateRow(1, AnalysisKind.Blank, blank.ReferenceDefinition),
            new TemplateRow(2, AnalysisKind.Blank, other.ReferenceDefinition),
            new TemplateRow(3, AnalysisKind.Routine),
            new TemplateRow(4, AnalysisKind.Duplicate, DuplicateOf: 3));
        var worksheet = await _laboratory.GivenEmptySheetAsync();

        var outcome = await _laboratory.ApplyAsync(worksheet, template);

        (await _laboratory.RowsAsync(worksheet)).ShouldBeEmpty();
        outcome.Unfilled.Select(slot => slot.Reason).ShouldBe(
        [
            "There is no reference sample of 'Distilled water' that is in use and not past its date.",
            "No reference sample of 'Distilled water' supports one of the template's services.",
            "No received sample with an unassigned analysis for the template was found.",
            "Slot 3 of WS-001 holds no sample, so there is nothing to repeat.",
        ]);
    }

    [Fact]
    public async Task Only_received_samples_whose_analyses_wait_for_nothing_are_taken()
    {
        await _laboratory.GivenSampleAsync("W-0001", Services, SampleState.Due);
        var (_, promised) = await _laboratory.GivenSampleAsync("W-0002", ["Cu"]);
        var (_, elsewhere) = await _laboratory.GivenSampleAsync("W-0003", ["Cu"]);
        await _laboratory.GivenSampleAsync("W-0004", ["Cu"]);
        await _laboratory.GivenWorksheetAsync("WS-900", elsewhere);
        await _laboratory.GivenPendingAsync("other", promised[0].Uid);
        var template = await _laboratory.GivenTemplateAsync(Services, Layout);
        var worksheet = await _laboratory.GivenEmptySheetAsync();

        await _laboratory.ApplyAsync(worksheet, template);

        (await _laboratory.RowsAsync(worksheet)).ShouldBe(["1 a W-0004 Cu", "3 d W-0004 Cu"]);
    }

    [Fact]
    public async Task Instrument_and_method_of_a_template_go_over_those_of_the_worksheet_and_its_analyses()
    {
        var (_, analyses) = await _laboratory.GivenSampleAsync("W-0001", Services);
        var (icp, method) = await _laboratory.GivenInstrumentAsync(analyses[0]);
        var (_, _) = await _laboratory.GivenInstrumentAsync(analyses[0], set: true);
        var template = await _laboratory.GivenTemplateAsync(Services, Layout);
        template = await _laboratory.ChangeAsync(async work =>
            work.Put(await work.GetAsync<WorksheetTemplate>(template.Uid, None) with { Instrument = icp.Uid }));
        var worksheet = await _laboratory.GivenEmptySheetAsync();

        await _laboratory.ApplyAsync(worksheet, template);

        var view = await _laboratory.ViewAsync(worksheet);
        view.Worksheet.Instrument.ShouldBe(icp.Uid);
        view.Rows.Select(row => (row.Position, row.Analysis.Keyword, row.Analysis.Instrument, row.Analysis.Method)).ShouldBe(
            [(1, "Cu", icp.Uid, method.Uid), (3, "Cu", icp.Uid, method.Uid)]);
    }

    [Fact]
    public async Task Numbers_of_a_list_are_those_of_its_worksheets()
    {
        await GivenSamplesAsync(3);
        var filled = await _laboratory.GivenEmptySheetAsync();
        var empty = await _laboratory.GivenEmptySheetAsync();
        await _laboratory.ApplyAsync(filled, await _laboratory.GivenTemplateAsync(Services, Layout));
        var first = (await _laboratory.ViewAsync(filled)).Rows[0].Analysis.Uid;
        await _laboratory.GivenResultsAsync([first]);
        await _laboratory.DoAsync(Analyst, "submit", first);

        var numbers = await _laboratory.ReadAsync(reader => SheetNumbers.ReadAsync(reader, [filled, empty], None));

        numbers[filled.Uid].ShouldBe(new SheetNumbers(RegularSamples: 3, RegularAnalyses: 6, QcAnalyses: 4, Progress: 5));
        numbers[filled.Uid].ShouldBe((await _laboratory.ViewAsync(filled)).Numbers);
        numbers[empty.Uid].ShouldBe(new SheetNumbers(0, 0, 0, 0));
    }

    [Fact]
    public async Task A_template_can_be_taken_away_and_what_it_put_there_stays()
    {
        await GivenSamplesAsync(1);
        var template = await _laboratory.GivenTemplateAsync(Services, Layout);
        var worksheet = await _laboratory.GivenEmptySheetAsync();
        await _laboratory.ApplyAsync(worksheet, template);
        var before = await _laboratory.RowsAsync(worksheet);

        var (outcome, refusal) = await _laboratory.OnSheetAsync(Manager, worksheet, sheet => sheet.ApplyTemplateAsync(null, None));

        refusal.ShouldBeNull();
        outcome.ShouldNotBeNull().Unfilled.ShouldBeEmpty();
        (await _laboratory.RowsAsync(worksheet)).ShouldBe(before);
        (await _laboratory.FindAsync<Worksheet>(worksheet.Uid)).ShouldNotBeNull().WorksheetTemplate.ShouldBeNull();
    }

    [Fact]
    public async Task A_worksheet_that_waits_for_a_task_takes_no_template()
    {
        var template = await _laboratory.GivenTemplateAsync(Services, Layout);
        var worksheet = await _laboratory.GivenEmptySheetAsync();
        await _laboratory.GivenPendingAsync(worksheet.Uid, "any");

        var (_, refusal) = await _laboratory.OnSheetAsync(
            Manager, worksheet, sheet => sheet.PlanTemplateAsync(template.Uid, None));

        refusal.ShouldNotBeNull().Kind.ShouldBe(Lims.Workflow.RefusalKind.Pending);
        (await _laboratory.FindAsync<Worksheet>(worksheet.Uid)).ShouldNotBeNull().WorksheetTemplate.ShouldBeNull();
    }

    private async Task GivenSamplesAsync(int count, string[]? keywords = null)
    {
        for (var number = 1; number <= count; number++)
        {
            await _laboratory.GivenSampleAsync($"W-{number:D4}", keywords ?? Services);
        }
    }

    private Task<int> SetPriorityAsync(string sample, int priority) => _laboratory.ChangeAsync(async work =>
    {
        foreach (var analysis in await work.ListAsync<Analysis>(new() { Types = [Analysis.Type] }, None))
        {
            if (analysis.ContainerId == sample)
            {
                work.Put((await work.GetAsync<Analysis>(analysis.Uid, None)) with { Priority = priority });
            }
        }

        return 0;
    });
}
