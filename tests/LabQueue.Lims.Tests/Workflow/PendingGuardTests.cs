using LabQueue.Lims.Objects;
using LabQueue.Lims.Samples;
using LabQueue.Lims.Workflow;
using static LabQueue.Lims.Tests.GivenSamples;

namespace LabQueue.Lims.Tests.Workflow;

/// <summary>What waits for a task is that task's alone.</summary>
public sealed class PendingGuardTests : IAsyncLifetime
{
    private Laboratory _laboratory = null!;

    private static CancellationToken None => TestContext.Current.CancellationToken;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync() => _laboratory = await Laboratory.CreateAsync();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _laboratory.DisposeAsync();

    [Fact]
    public async Task T13_An_analysis_that_is_queued_is_changed_by_nobody_else()
    {
        var (_, analyses) = await _laboratory.GivenSampleAsync("W-0001", ["Cu"]);
        var worksheet = await _laboratory.GivenWorksheetAsync("WS-001", analyses);
        await _laboratory.GivenResultsAsync([analyses[0].Uid]);
        await _laboratory.GivenPendingAsync(worksheet, "submit", analyses[0]);

        var refusals = await _laboratory.DoAsync(Manager, "submit", analyses[0].Uid);

        refusals.ShouldBe([new Refusal(
            RefusalKind.Pending, "Cu of W-0001 waits for 'submit', queued by analyst2 (task aaaaaaaaa).")]);
        (await _laboratory.AllowedAsync(Manager, analyses[0].Uid)).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_task_itself_changes_what_waits_for_it()
    {
        var (_, analyses) = await _laboratory.GivenSampleAsync("W-0001", ["Cu"]);
        await _laboratory.GivenResultsAsync([analyses[0].Uid]);
        await _laboratory.GivenPendingAsync(analyses[0], "submit", analyses[0]);

        var refusal = await DoInTaskAsync(analyses[0]);

        refusal.ShouldBeNull();
        (await _laboratory.StateAsync(analyses[0])).ShouldBe(AnalysisState.ToBeVerified);
    }

    [Fact]
    public async Task A3_Samples_of_analyses_that_were_processed_go_on_and_others_wait()
    {
        await _laboratory.GivenSetupAsync(setup => setup with { RejectionReasons = ["broken"] });
        var (first, ofFirst) = await _laboratory.GivenSampleAsync("W-0001", ["Cu"]);
        var (second, ofSecond) = await _laboratory.GivenSampleAsync("W-0002", ["Cu"]);
        await _laboratory.GivenPendingAsync(first, "assign", ofFirst[0], ofSecond[0]);
        await _laboratory.ReleaseAsync(ofFirst[0]);

        (await _laboratory.AllowedAsync(Manager, first.Uid)).ShouldBe(["cancel", "reject"]);
        (await _laboratory.AllowedAsync(Manager, second.Uid)).ShouldBeEmpty();
        (await _laboratory.DoAsync(Manager, "cancel", second.Uid)).ShouldBe([new Refusal(
            RefusalKind.Pending, "W-0002 has work that waits for 'assign', queued by analyst2 (task aaaaaaaaa).")]);
        (await _laboratory.DoAsync(Manager, "cancel", first.Uid)).ShouldBeEmpty();

        await _laboratory.ReleaseAsync(ofSecond[0]);
        (await _laboratory.AllowedAsync(Manager, second.Uid)).ShouldBe(["cancel", "reject"]);
    }

    [Fact]
    public async Task T16_A_worksheet_with_queued_work_refuses_transitions_and_says_which_work()
    {
        var (_, analyses) = await _laboratory.GivenSampleAsync("W-0001", ["Cu", "Fe"]);
        var worksheet = await _laboratory.GivenWorksheetAsync("WS-001", analyses);
        await _laboratory.GivenResultsAsync(analyses.Select(analysis => analysis.Uid));
        await _laboratory.DoAsync(Analyst, "submit", analyses[0].Uid, analyses[1].Uid);
        await _laboratory.GivenPendingAsync(worksheet, "verify", analyses[1]);

        (await _laboratory.DoAsync(Manager, "retract", worksheet.Uid)).ShouldHaveSingleItem().Message.ShouldBe(
            "WS-001 has work that waits for 'verify', queued by analyst2 (task aaaaaaaaa).");
    }

    [Fact]
    public async Task T14_Promotions_run_whatever_is_queued()
    {
        var (sample, analyses) = await _laboratory.GivenSampleAsync("W-0001", ["Cu"]);
        var worksheet = await _laboratory.GivenWorksheetAsync("WS-001", analyses);
        await _laboratory.GivenResultsAsync([analyses[0].Uid]);
        await _laboratory.GivenPendingAsync(worksheet, "submit", analyses[0], worksheet, sample);

        await DoInTaskAsync(analyses[0]);

        (await _laboratory.StateAsync(worksheet)).ShouldBe(WorksheetState.ToBeVerified);
        (await _laboratory.StateAsync(sample)).ShouldBe(SampleState.ToBeVerified);
    }

    [Fact]
    public async Task An_analysis_does_not_leave_its_worksheet_while_its_duplicate_is_queued()
    {
        var (_, analyses) = await _laboratory.GivenSampleAsync("W-0001", ["Cu"]);
        var worksheet = await _laboratory.GivenWorksheetAsync("WS-001", analyses);
        var duplicate = await _laboratory.GivenDuplicateAsync(analyses[0]);
        await _laboratory.GivenPendingAsync(worksheet, "submit", duplicate);

        (await _laboratory.DoAsync(Manager, "unassign", analyses[0].Uid)).ShouldHaveSingleItem().Message.ShouldBe(
            "Cu of W-0001 has duplicates that wait for 'submit', queued by analyst2 (task aaaaaaaaa).");
        (await _laboratory.StateAsync(duplicate)).ShouldBe(AnalysisState.Assigned);
    }

    [Fact]
    public async Task T21_An_analysis_that_is_queued_stays_in_its_sample()
    {
        var (sample, analyses) = await _laboratory.GivenSampleAsync("W-0001", ["Cu", "Fe"]);
        await _laboratory.GivenPendingAsync(sample, "assign", analyses[0]);
        Task<Refusal?> RemoveAsync(Analysis analysis) =>
            _laboratory.ActAsync(Manager, actions => new SampleAnalyses(actions).RemoveAsync(analysis.Uid, None));

        (await RemoveAsync(analyses[0])).ShouldNotBeNull().Kind.ShouldBe(RefusalKind.Pending);
        (await RemoveAsync(analyses[1])).ShouldBeNull();

        (await _laboratory.AnalysesOfAsync(sample)).ShouldHaveSingleItem().Uid.ShouldBe(analyses[0].Uid);
    }

    private Task<Refusal?> DoInTaskAsync(Analysis analysis) => _laboratory.ChangeAsync(
        async work =>
        {
            var actions = await LabActions.BeginAsync(work, Analyst, None);
            var refusal = await actions.DoAsync(analysis.Uid, "submit", null, None);
            await actions.PromoteAsync(None);
            return refusal;
        },
        _laboratory.By("analyst1") with { TaskUid = GivenPending.Task, ConsumerId = "consumer-1" });
}
