using LabQueue.Lims.Access;
using LabQueue.Lims.Objects;
using LabQueue.Lims.Samples;
using LabQueue.Lims.Workflow;
using static LabQueue.Lims.Tests.GivenSamples;

namespace LabQueue.Lims.Tests.Workflow;

/// <summary>The way of samples, and what their analyses do with them.</summary>
public sealed class SampleTransitionTests : IAsyncLifetime
{
    private static readonly LabUser Publisher = new("publisher1", [Role.Publisher]);

    private Laboratory _laboratory = null!;

    private static CancellationToken None => TestContext.Current.CancellationToken;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync() => _laboratory = await Laboratory.CreateAsync();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _laboratory.DisposeAsync();

    [Fact]
    public async Task With_its_sample_an_analysis_is_ready_to_be_worked_on()
    {
        var (sample, analyses) = await _laboratory.GivenSampleAsync("W-0001", ["Cu"], SampleState.Due);

        (await _laboratory.DoAsync(Clerk, "receive", sample.Uid)).ShouldBeEmpty();

        var now = _laboratory.Time.GetUtcNow().TruncateToMicroseconds();
        (await _laboratory.FindAsync<Sample>(sample.Uid)).ShouldNotBeNull().ShouldSatisfyAllConditions(
            found => found.State.ShouldBe(SampleState.Received), found => found.DateReceived.ShouldBe(now));
        (await _laboratory.FindAsync<Analysis>(analyses[0].Uid)).ShouldNotBeNull().ShouldSatisfyAllConditions(
            found => found.State.ShouldBe(AnalysisState.Unassigned), found => found.DueDate.ShouldBe(now.AddDays(5)));
    }

    [Fact]
    public async Task A_sample_without_a_date_of_sampling_is_not_received()
    {
        var (sample, _) = await _laboratory.GivenSampleAsync(
            "W-0001", ["Cu"], SampleState.Due, due => due with { DateSampled = null });

        (await _laboratory.DoAsync(Clerk, "receive", sample.Uid)).ShouldBe([new Refusal(
            RefusalKind.Invalid, "W-0001 cannot be received: its date of sampling is not known.")]);
    }

    [Fact]
    public async Task Published_results_are_published_with_their_sample()
    {
        var (sample, analyses) = await GivenVerifiedAsync();

        (await _laboratory.DoAsync(Publisher, "publish", sample.Uid)).ShouldBeEmpty();

        (await _laboratory.FindAsync<Sample>(sample.Uid)).ShouldNotBeNull().ShouldSatisfyAllConditions(
            found => found.State.ShouldBe(SampleState.Published), found => found.DatePublished.ShouldNotBeNull());
        (await _laboratory.StateAsync(analyses[0])).ShouldBe(AnalysisState.Published);
    }

    [Fact]
    public async Task Samples_for_internal_use_are_not_published()
    {
        var (sample, _) = await GivenVerifiedAsync(sample => sample with { InternalUse = true });

        (await _laboratory.DoAsync(Publisher, "publish", sample.Uid)).ShouldHaveSingleItem().Message.ShouldBe(
            "W-0001 is for internal use and is not published.");
    }

    [Fact]
    public async Task Without_automatic_verification_a_sample_waits_for_a_verifier()
    {
        await _laboratory.GivenSetupAsync(setup => setup with { AutoVerifySamples = false });
        var (sample, _) = await GivenVerifiedAsync();

        (await _laboratory.StateAsync(sample)).ShouldBe(SampleState.ToBeVerified);
        (await _laboratory.DoAsync(Verifier, "verify", sample.Uid)).ShouldBeEmpty();
        (await _laboratory.StateAsync(sample)).ShouldBe(SampleState.Verified);
    }

    [Theory]
    [InlineData(SampleState.Due, AnalysisState.Registered)]
    [InlineData(SampleState.Received, AnalysisState.Unassigned)]
    public async Task T34_A_reinstated_sample_and_its_analyses_are_as_before(string state, string analysisState)
    {
        var (sample, analyses) = await _laboratory.GivenSampleAsync("W-0001", ["Cu"], state);
        await _laboratory.DoAsync(Clerk, "cancel", sample.Uid);
        (await _laboratory.StateAsync(analyses[0])).ShouldBe(AnalysisState.Cancelled);

        (await _laboratory.DoAsync(Clerk, "reinstate", sample.Uid)).ShouldBeEmpty();

        (await _laboratory.FindAsync<Sample>(sample.Uid)).ShouldNotBeNull().ShouldSatisfyAllConditions(
            found => found.State.ShouldBe(state), found => found.StateBeforeCancel.ShouldBeNull());
        (await _laboratory.StateAsync(analyses[0])).ShouldBe(analysisState);
    }

    [Fact]
    public async Task A_sample_with_work_on_it_is_not_cancelled()
    {
        var (sample, analyses) = await _laboratory.GivenSampleAsync("W-0001", ["Cu", "Fe"]);
        await _laboratory.GivenWorksheetAsync("WS-001", [analyses[0]]);

        (await _laboratory.DoAsync(Clerk, "cancel", sample.Uid)).ShouldHaveSingleItem().Message.ShouldBe(
            "W-0001 cannot be cancelled: 1 of its analyses are on worksheets or have results.");
    }

    [Fact]
    public async Task T42_A_reject_from_the_samples_side_takes_duplicates_off_the_worksheet()
    {
        var (_, analyses) = await _laboratory.GivenSampleAsync("W-0001", ["Cu", "Fe"]);
        var worksheet = await _laboratory.GivenWorksheetAsync("WS-001", analyses);
        var duplicate = await _laboratory.GivenDuplicateAsync(analyses[0]);

        (await _laboratory.DoAsync(Manager, "reject", analyses[0].Uid)).ShouldBeEmpty();

        (await _laboratory.StateAsync(duplicate)).ShouldBeNull();
        (await _laboratory.ReadAsync(reader => reader.SlotsAsync(worksheet.Uid, None)))
            .ShouldHaveSingleItem().AnalysisUid.ShouldBe(analyses[1].Uid);
    }

    [Theory]
    [InlineData(SampleState.Due)]
    [InlineData(SampleState.Received)]
    public async Task A_rejected_samples_analyses_are_rejected_where_the_setup_has_reasons(string state)
    {
        var (sample, analyses) = await _laboratory.GivenSampleAsync("W-0001", ["Cu"], state);
        (await _laboratory.DoAsync(Clerk, "reject", sample.Uid)).ShouldHaveSingleItem().Message.ShouldBe(
            "W-0001 cannot be rejected: the setup names no reasons for rejections.");
        await _laboratory.GivenSetupAsync(setup => setup with { RejectionReasons = ["broken"] });

        (await _laboratory.DoAsync(Clerk, "reject", sample.Uid)).ShouldBeEmpty();

        (await _laboratory.StateAsync(sample)).ShouldBe(SampleState.Rejected);
        (await _laboratory.StateAsync(analyses[0])).ShouldBe(AnalysisState.Rejected);
    }

    [Fact]
    public async Task A_samples_retract_has_all_its_results_measured_again()
    {
        var (sample, analyses) = await GivenSubmittedAsync();

        (await _laboratory.DoAsync(Manager, "retract", sample.Uid)).ShouldBeEmpty();

        (await _laboratory.StateAsync(sample)).ShouldBe(SampleState.Received);
        (await _laboratory.AnalysesOfAsync(sample)).Select(analysis => (analysis.Id, analysis.State)).ShouldBe(
            [("Cu", AnalysisState.Retracted), ("Cu-1", AnalysisState.Unassigned)]);
    }

    [Fact]
    public async Task An_analysis_that_is_added_takes_a_verified_sample_back_and_its_removal_verifies_it_again()
    {
        var (sample, _) = await GivenVerifiedAsync();
        await _laboratory.GivenServiceAsync("Fe");

        var (added, refusal) = await _laboratory.ActAsync(
            Manager, actions => new SampleAnalyses(actions).AddAsync(sample.Uid, ["Cu", "Fe"], None));

        refusal.ShouldBeNull();
        added.ShouldHaveSingleItem().State.ShouldBe(AnalysisState.Unassigned);
        (await _laboratory.FindAsync<Sample>(sample.Uid)).ShouldNotBeNull().ShouldSatisfyAllConditions(
            found => found.State.ShouldBe(SampleState.Received), found => found.DateVerified.ShouldBeNull());

        (await _laboratory.ActAsync(Manager, actions => new SampleAnalyses(actions).RemoveAsync(added[0].Uid, None))).ShouldBeNull();
        (await _laboratory.StateAsync(sample)).ShouldBe(SampleState.Verified);
    }

    [Fact]
    public async Task Submitted_analyses_are_not_removed()
    {
        var (_, analyses) = await GivenSubmittedAsync();

        var refusal = await _laboratory.ActAsync(
            Manager, actions => new SampleAnalyses(actions).RemoveAsync(analyses[0].Uid, None));

        refusal.ShouldNotBeNull().Message.ShouldBe("Cu of W-0001 cannot be removed: it is to be verified.");
    }

    [Fact]
    public async Task A_contact_removes_analyses_of_its_sample_but_not_from_a_worksheet()
    {
        var (sample, analyses) = await _laboratory.GivenSampleAsync("W-0001", ["Cu", "Fe"]);
        await _laboratory.GivenWorksheetAsync("WS-001", [analyses[0]]);
        var rita = new LabUser("rita", [Role.Client]) { ClientUid = sample.ClientUid };
        Task<Refusal?> RemoveAsync(Analysis analysis) =>
            _laboratory.ActAsync(rita, actions => new SampleAnalyses(actions).RemoveAsync(analysis.Uid, None));

        (await RemoveAsync(analyses[0])).ShouldNotBeNull().Kind.ShouldBe(RefusalKind.Forbidden);
        (await RemoveAsync(analyses[1])).ShouldBeNull();
    }

    [Fact]
    public async Task A_samples_priority_moves_its_analyses_up()
    {
        var (first, _) = await _laboratory.GivenSampleAsync("W-0001", ["Cu"]);
        var (second, _) = await _laboratory.GivenSampleAsync("W-0002", ["Cu"]);

        (await _laboratory.ActAsync(Clerk, actions => SamplePriority.SetAsync(actions, second.Uid, 1, None))).ShouldBeNull();

        var inOrder = await _laboratory.ReadAsync(reader => reader.ListAsync<Analysis>(new(), None));
        inOrder.Select(analysis => analysis.Container).ShouldBe([second.Uid, first.Uid]);
    }

    private async Task<(Sample Sample, IReadOnlyList<Analysis> Analyses)> GivenSubmittedAsync(Func<Sample, Sample>? change = null)
    {
        var (sample, analyses) = await _laboratory.GivenSampleAsync("W-0001", ["Cu"], SampleState.Received, change);
        await _laboratory.GivenResultsAsync([analyses[0].Uid]);
        (await _laboratory.DoAsync(Analyst, "submit", analyses[0].Uid)).ShouldBeEmpty();
        return (sample, analyses);
    }

    private async Task<(Sample Sample, IReadOnlyList<Analysis> Analyses)> GivenVerifiedAsync(Func<Sample, Sample>? change = null)
    {
        var given = await GivenSubmittedAsync(change);
        (await _laboratory.DoAsync(Verifier, "verify", given.Analyses[0].Uid)).ShouldBeEmpty();
        return given;
    }
}
