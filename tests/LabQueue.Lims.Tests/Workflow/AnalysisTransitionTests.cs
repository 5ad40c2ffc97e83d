using LabQueue.Lims.Objects;
using LabQueue.Lims.Workflow;
using static LabQueue.Lims.Tests.GivenSamples;

namespace LabQueue.Lims.Tests.Workflow;

/// <summary>The way of analyses, and what worksheets and samples do with them.</summary>
public sealed class AnalysisTransitionTests : IAsyncLifetime
{
    private Laboratory _laboratory = null!;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync() => _laboratory = await Laboratory.CreateAsync();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _laboratory.DisposeAsync();

    [Fact]
    public async Task Worksheet_and_sample_move_along_with_their_last_analysis()
    {
        var (sample, analyses) = await _laboratory.GivenSampleAsync("W-0001", ["Cu", "Fe"]);
        var worksheet = await _laboratory.GivenWorksheetAsync("WS-001", analyses);
        await _laboratory.GivenResultsAsync(analyses.Select(analysis => analysis.Uid));

        (await _laboratory.DoAsync(Analyst, "submit", analyses[0].Uid)).ShouldBeEmpty();
        (await _laboratory.StateAsync(worksheet)).ShouldBe(WorksheetState.Open);
        (await _laboratory.DoAsync(Analyst, "submit", analyses[1].Uid)).ShouldBeEmpty();
        (await _laboratory.StateAsync(worksheet)).ShouldBe(WorksheetState.ToBeVerified);
        (await _laboratory.StateAsync(sample)).ShouldBe(SampleState.ToBeVerified);
        (await _laboratory.DoAsync(Verifier, "verify", analyses[0].Uid, analyses[1].Uid)).ShouldBeEmpty();

        (await _laboratory.StateAsync(worksheet)).ShouldBe(WorksheetState.Verified);
        (await _laboratory.FindAsync<Sample>(sample.Uid)).ShouldNotBeNull().ShouldSatisfyAllConditions(
            found => found.State.ShouldBe(SampleState.Verified),
            found => found.DateVerified.ShouldNotBeNull());
    }

    [Fact]
    public async Task A_result_that_is_missing_is_told_and_nothing_happens()
    {
        var (_, analyses) = await _laboratory.GivenSampleAsync("W-0001", ["Cu"]);

        var refusals = await _laboratory.DoAsync(Analyst, "submit", analyses[0].Uid);

        refusals.ShouldBe([new Refusal(RefusalKind.Invalid, "Cu of W-0001 has no result.")]);
        (await _laboratory.FindAsync<Analysis>(analyses[0].Uid)).ShouldBe(analyses[0]);
    }

    [Fact]
    public async Task A_retract_leaves_a_retest_without_result_in_the_same_slot()
    {
        var (_, analyses) = await _laboratory.GivenSampleAsync("W-0001", ["Cu"]);
        var worksheet = await _laboratory.GivenWorksheetAsync("WS-001", analyses);
        await _laboratory.GivenResultsAsync([analyses[0].Uid]);
        await _laboratory.DoAsync(Analyst, "submit", analyses[0].Uid);

        (await _laboratory.DoAsync(Manager, "retract", analyses[0].Uid)).ShouldBeEmpty();

        var rows = await _laboratory.ReadAsync(reader => reader.SlotsAsync(worksheet.Uid, TestContext.Current.CancellationToken));
        rows.Select(row => (row.Position, row.State)).ShouldBe([(1, AnalysisState.Retracted), (1, AnalysisState.Assigned)]);
        (await _laboratory.FindAsync<Analysis>(rows[1].AnalysisUid)).ShouldNotBeNull().ShouldSatisfyAllConditions(
            retest => retest.Id.ShouldBe("Cu-1"),
            retest => retest.Result.ShouldBeEmpty(),
            retest => retest.RetestOf.ShouldBe(analyses[0].Uid));
    }
}
