using LabQueue.Lims.Objects;
using LabQueue.Lims.Workflow;
using LabQueue.Lims.Worksheets;
using static LabQueue.Lims.Tests.GivenSamples;

namespace LabQueue.Lims.Tests.Worksheets;

/// <summary>Analyses that are put on worksheets, and why some are not.</summary>
public sealed class AssignmentTests : IAsyncLifetime
{
    private Laboratory _laboratory = null!;

    private static CancellationToken None => TestContext.Current.CancellationToken;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync() => _laboratory = await GivenSheets.CreateAsync();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _laboratory.DisposeAsync();

    [Fact]
    public async Task Analyses_of_a_sample_share_its_slot_and_get_the_worksheets_analyst()
    {
        var (_, first) = await _laboratory.GivenSampleAsync("W-0001", ["Cu", "Fe"]);
        var (_, second) = await _laboratory.GivenSampleAsync("W-0002", ["Cu"]);
        var worksheet = await _laboratory.GivenEmptySheetAsync();

        var refused = await _laboratory.AssignAsync(
            worksheet, new(first[0].Uid), new(second[0].Uid), new(first[1].Uid, 7));

        refused.ShouldBeEmpty();
        (await _laboratory.RowsAsync(worksheet)).ShouldBe(["1 a W-0001 Cu", "1 a W-0001 Fe", "2 a W-0002 Cu"]);
        (await _laboratory.FindAsync<Analysis>(first[1].Uid)).ShouldNotBeNull().ShouldSatisfyAllConditions(
            analysis => analysis.State.ShouldBe(AnalysisState.Assigned),
            analysis => analysis.Analyst.ShouldBe("analyst1"),
            analysis => analysis.History.ShouldHaveSingleItem().Action.ShouldBe("assign"));
    }

    [Fact]
    public async Task T36_A_sample_whose_duplicates_stand_first_gets_its_analyses_into_its_own_slot()
    {
        var (_, analyses) = await _laboratory.GivenSampleAsync("W-0001", ["Cu", "Fe"]);
        var worksheet = await _laboratory.GivenEmptySheetAsync();
        await _laboratory.AssignAsync(worksheet, new Placement(analyses[0].Uid, 2));
        await _laboratory.OnSheetAsync(Manager, worksheet, sheet => sheet.AddDuplicatesAsync(2, 1, None));

        await _laboratory.AssignAsync(worksheet, new Placement(analyses[1].Uid));

        (await _laboratory.RowsAsync(worksheet)).ShouldBe(["1 d W-0001 Cu", "2 a W-0001 Cu", "2 a W-0001 Fe"]);
    }

    [Fact]
    public async Task T37_T38_A_slot_that_something_else_has_is_refused_with_a_reason()
    {
        var (_, analyses) = await _laboratory.GivenSampleAsync("W-0001", ["Cu"]);
        var blank = await _laboratory.GivenReferenceAsync(["Cu"]);
        var worksheet = await _laboratory.GivenEmptySheetAsync();
        await _laboratory.OnSheetAsync(
            Manager, worksheet, sheet => sheet.AddReferencesAsync(blank.Uid, [blank.ReferenceResults[0].Service], 3, None));

        var refused = await _laboratory.AssignAsync(worksheet, new Placement(analyses[0].Uid, 3));

        refused[analyses[0].Uid].ShouldBe(new Refusal(RefusalKind.NotNow, "Slot 3 of WS-001 is taken by something else."));
        (await _laboratory.FindAsync<Analysis>(analyses[0].Uid)).ShouldBe(analyses[0]);
    }

    [Fact]
    public async Task T38_Each_refusal_is_told_and_the_others_are_assigned()
    {
        var (_, received) = await _laboratory.GivenSampleAsync("W-0001", ["Cu", "Fe"]);
        var (_, due) = await _laboratory.GivenSampleAsync("W-0002", ["Cu"], SampleState.Due);
        var (_, elsewhere) = await _laboratory.GivenSampleAsync("W-0003", ["Cu"]);
        await _laboratory.GivenWorksheetAsync("WS-900", elsewhere);
        var worksheet = await _laboratory.GivenEmptySheetAsync();
        var gone = LabUid.New(_laboratory.Time.GetUtcNow());

        var refused = await _laboratory.AssignAsync(
            worksheet, new(due[0].Uid), new(elsewhere[0].Uid), new(gone), new(received[0].Uid, 0), new(received[1].Uid));

        refused.Keys.ShouldBe([due[0].Uid, elsewhere[0].Uid, gone, received[0].Uid], ignoreOrder: true);
        refused[due[0].Uid].Message.ShouldContain("unassigned");
        refused[elsewhere[0].Uid].Message.ShouldBe("Cu of W-0003 is on WS-900 already.");
        refused[gone].Kind.ShouldBe(RefusalKind.NotFound);
        refused[received[0].Uid].Kind.ShouldBe(RefusalKind.Invalid);
        (await _laboratory.RowsAsync(worksheet)).ShouldBe(["1 a W-0001 Fe"]);
    }

    [Fact]
    public async Task T56_An_analysis_lies_in_one_slot_at_most_and_the_worksheet_shows_what_is_assigned()
    {
        var (_, analyses) = await _laboratory.GivenSampleAsync("W-0001", ["Cu"]);
        var first = await _laboratory.GivenEmptySheetAsync();
        var second = await _laboratory.GivenEmptySheetAsync();
        await _laboratory.AssignAsync(first, new Placement(analyses[0].Uid));

        var refused = await _laboratory.AssignAsync(second, new Placement(analyses[0].Uid));

        refused.ShouldHaveSingleItem().Value.Message.ShouldBe("Cu of W-0001 is on WS-001 already.");
        (await _laboratory.RowsAsync(first)).ShouldBe(["1 a W-0001 Cu"]);
        (await _laboratory.RowsAsync(second)).ShouldBeEmpty();
        await _laboratory.DoAsync(Manager, "unassign", analyses[0].Uid);
        (await _laboratory.RowsAsync(first)).ShouldBeEmpty();
        (await _laboratory.AssignAsync(second, new Placement(analyses[0].Uid))).ShouldBeEmpty();
        (await _laboratory.RowsAsync(second)).ShouldBe(["1 a W-0001 Cu"]);
    }

    [Fact]
    public async Task A_worksheet_that_was_handed_in_is_open_again_once_something_comes_to_it()
    {
        var (_, analyses) = await _laboratory.GivenSampleAsync("W-0001", ["Cu", "Fe"]);
        var worksheet = await GivenSubmittedAsync(analyses[0]);

        (await _laboratory.AssignAsync(worksheet, new Placement(analyses[1].Uid))).ShouldBeEmpty();

        (await _laboratory.StateAsync(worksheet)).ShouldBe(WorksheetState.Open);
    }

    [Fact]
    public async Task A_verified_worksheet_takes_nothing_more()
    {
        var (_, analyses) = await _laboratory.GivenSampleAsync("W-0001", ["Cu", "Fe"]);
        var worksheet = await GivenSubmittedAsync(analyses[0]);
        (await _laboratory.DoAsync(Verifier, "verify", analyses[0].Uid)).ShouldBeEmpty();

        var refused = await _laboratory.AssignAsync(worksheet, new Placement(analyses[1].Uid));

        refused.ShouldHaveSingleItem().Value.ShouldBe(new Refusal(
            RefusalKind.NotNow, "WS-001 is verified and takes nothing but retests of its own analyses."));
    }

    [Fact]
    public async Task Instrument_and_method_of_the_worksheet_go_to_what_allows_them()
    {
        var (_, analyses) = await _laboratory.GivenSampleAsync("W-0001", ["Cu", "Fe"]);
        var (icp, method) = await _laboratory.GivenInstrumentAsync(analyses[0]);
        var worksheet = await _laboratory.GivenEmptySheetAsync(wanted => wanted with { Instrument = icp.Uid });

        await _laboratory.AssignAsync(worksheet, new(analyses[0].Uid), new(analyses[1].Uid));

        (await _laboratory.ViewAsync(worksheet)).Rows
            .Select(row => (row.Analysis.Keyword, row.Analysis.Instrument, row.Analysis.Method))
            .ShouldBe([("Cu", icp.Uid, method.Uid), ("Fe", null, null)]);
    }

    [Fact]
    public async Task A_slot_that_was_promised_to_queued_work_is_left_free()
    {
        var (_, analyses) = await _laboratory.GivenSampleAsync("W-0001", ["Cu"]);
        var (_, queued) = await _laboratory.GivenSampleAsync("W-0002", ["Cu"]);
        var worksheet = await _laboratory.GivenEmptySheetAsync();
        await _laboratory.GivenPendingAsync(worksheet.Uid, queued[0].Uid, slot: 1);

        var promised = await _laboratory.AssignAsync(worksheet, new(analyses[0].Uid, 1), new(queued[0].Uid));
        var elsewhere = await _laboratory.AssignAsync(worksheet, new Placement(analyses[0].Uid));

        promised.Values.Select(refusal => refusal.Kind).ShouldBe([RefusalKind.Pending, RefusalKind.Pending]);
        elsewhere.ShouldBeEmpty();
        (await _laboratory.RowsAsync(worksheet)).ShouldBe(["2 a W-0001 Cu"]);
    }

    [Fact]
    public async Task An_analyst_fills_her_own_worksheet_and_no_other()
    {
        var (_, analyses) = await _laboratory.GivenSampleAsync("W-0001", ["Cu"]);
        var worksheet = await _laboratory.GivenEmptySheetAsync();
        var other = Analyst with { Username = "analyst2" };

        var (_, refusal) = await _laboratory.ActAsync(other, actions => Sheet.OpenAsync(actions, worksheet.Uid, None));
        var own = await _laboratory.OnSheetAsync(
            Analyst, worksheet, sheet => sheet.AssignAsync(new Placement(analyses[0].Uid), None));

        refusal.ShouldNotBeNull().Kind.ShouldBe(RefusalKind.Forbidden);
        own.ShouldBeNull();
    }

    private async Task<Worksheet> GivenSubmittedAsync(Analysis analysis)
    {
        var worksheet = await _laboratory.GivenEmptySheetAsync();
        await _laboratory.AssignAsync(worksheet, new Placement(analysis.Uid));
        await _laboratory.GivenResultsAsync([analysis.Uid]);
        (await _laboratory.DoAsync(Analyst, "submit", analysis.Uid)).ShouldBeEmpty();
        (await _laboratory.StateAsync(worksheet)).ShouldBe(WorksheetState.ToBeVerified);
        return worksheet;
    }
}
