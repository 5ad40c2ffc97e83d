using LabQueue.Lims.Background;
using LabQueue.Lims.Objects;
using LabQueue.Lims.Workflow;

namespace LabQueue.Lims.Tests.Background;

/// <summary>What happens to new work while the queue is off, resuming or away (<c>lims-domain</c>, 4.8).</summary>
public sealed class QueueAwayTests : IAsyncLifetime
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    private QueuedLaboratory _lab = null!;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync() => _lab = await QueuedLaboratory.CreateAsync(chunk: 5);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _lab.DisposeAsync();

    [Fact]
    public async Task A4_With_a_chunk_size_of_0_new_work_is_done_at_once_and_old_tasks_go_on()
    {
        var (sheet, analyses) = await GivenAsync(12);
        await _lab.AskAsync(GivenSamples.Analyst, TransitionId.Submit, sheet.Uid, analyses.Take(6).Select(one => one.Uid));
        await _lab.SetChunkAsync(0);

        var answer = await _lab.AskAsync(GivenSamples.Analyst, TransitionId.Submit, sheet.Uid, analyses.Skip(6).Select(one => one.Uid));
        var between = await _lab.StatesAsync(analyses);
        await _lab.DrainAsync();

        (answer.Queued, answer.TaskUid, answer.Done.Count).ShouldBe((0, null, 6));
        between.Count(state => state == AnalysisState.ToBeVerified).ShouldBe(6);
        (await _lab.StatesAsync(analyses)).ShouldAllBe(state => state == AnalysisState.ToBeVerified);
        (await _lab.StatesAsync([sheet])).ShouldBe([WorksheetState.ToBeVerified]);
    }

    [Fact]
    public async Task Little_work_is_done_at_once_where_the_setup_says_so()
    {
        await _lab.Laboratory.GivenSetupAsync(setup => setup with { BackgroundAbove = 3 });
        var (sheet, analyses) = await GivenAsync(7);

        var little = await _lab.AskAsync(GivenSamples.Analyst, TransitionId.Submit, sheet.Uid, analyses.Take(3).Select(one => one.Uid));
        var much = await _lab.AskAsync(GivenSamples.Analyst, TransitionId.Submit, sheet.Uid, analyses.Skip(3).Select(one => one.Uid));

        (little.Done.Count, little.Queued).ShouldBe((3, 0));
        (much.Done.Count, much.Queued).ShouldBe((0, 4));
    }

    [Fact]
    public async Task T02_While_the_queue_does_not_answer_work_is_done_at_once()
    {
        var (sheet, analyses) = await GivenAsync(3);
        _lab.Queue.IsCut = true;
        _lab.ForgetQueue();

        var answer = await _lab.AskAsync(GivenSamples.Analyst, TransitionId.Submit, sheet.Uid, analyses.Select(one => one.Uid));

        answer.Done.Count.ShouldBe(3);
        (await _lab.StatesAsync(analyses)).ShouldAllBe(state => state == AnalysisState.ToBeVerified);
    }

    [Fact]
    public async Task T01_Work_that_waits_for_a_queue_that_is_away_is_sent_when_it_is_back()
    {
        await _lab.Laboratory.GivenSetupAsync(setup => setup with { WhenUnreachable = Setup.Wait });
        var (sheet, analyses) = await GivenAsync(3);
        _lab.Queue.IsCut = true;
        _lab.ForgetQueue();
        var answer = await _lab.AskAsync(GivenSamples.Analyst, TransitionId.Submit, sheet.Uid, analyses.Select(one => one.Uid));
        var whileAway = await _lab.PendingAsync(analyses);

        _lab.Queue.IsCut = false;
        (await _lab.Relay.RunOnceAsync(Token)).ShouldBeNull();
        await _lab.DrainAsync();

        answer.Queued.ShouldBe(3);
        whileAway.Count.ShouldBe(3);
        (await _lab.StatesAsync(analyses)).ShouldAllBe(state => state == AnalysisState.ToBeVerified);
    }

    [Fact]
    public async Task Who_asks_whether_the_laboratory_is_ready_is_told_how_long_work_waits_for_the_queue()
    {
        await _lab.Laboratory.GivenSetupAsync(setup => setup with { WhenUnreachable = Setup.Wait });
        var (sheet, analyses) = await GivenAsync(3);
        var before = await _lab.Readiness.FindTroubleAsync(Token);
        _lab.Queue.IsCut = true;
        _lab.ForgetQueue();
        await _lab.AskAsync(GivenSamples.Analyst, TransitionId.Submit, sheet.Uid, analyses.Select(one => one.Uid));
        _lab.Laboratory.Time.Advance(TimeSpan.FromSeconds(90));

        var trouble = await _lab.Readiness.FindTroubleAsync(Token);

        before.ShouldBeNull();
        trouble.ShouldBe("Work has waited for the queue for 90 s: The queue server does not answer.");
    }

    [Fact]
    public async Task T04_An_answer_that_was_lost_on_the_way_back_adds_no_task_twice()
    {
        var (sheet, analyses) = await GivenAsync(3);
        _lab.Queue.LoseAnswer = () => throw new SwitchableQueue.CutException();
        var answer = await _lab.AskAsync(GivenSamples.Analyst, TransitionId.Submit, sheet.Uid, analyses.Select(one => one.Uid));
        await _lab.DrainAsync();

        _lab.Queue.LoseAnswer = null;
        (await _lab.Relay.RunOnceAsync(Token)).ShouldBeNull();
        await _lab.DrainAsync();

        var record = await _lab.RecordAsync(answer.TaskUid);
        (record.Status, record.Done).ShouldBe((WorkStatus.Done, 3));
        var history = await _lab.Queue.HistoryAsync(new HistoryQuery(), Token);
        history.Entries.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Work_that_is_in_neither_outbox_nor_queue_is_released_by_the_sweep()
    {
        var (sheet, analyses) = await GivenAsync(2);
        var answer = await _lab.Work.RunAsync(
            Laboratory.Site,
            new WorkRequest(TransitionId.Submit, sheet.Uid, [.. analyses.Select(one => one.Uid)]),
            GivenSamples.Analyst,
            _lab.Laboratory.By("analyst1"),
            Token);
        await _lab.Laboratory.ChangeAsync(work => work.ExecuteAsync("delete from outbox", new { }, Token));
        _lab.Laboratory.Time.Advance(TimeSpan.FromMinutes(1));

        await _lab.Follower.SweepAsync(Token);

        (await _lab.PendingAsync(analyses)).ShouldBeEmpty();
        (await _lab.RecordAsync(answer.TaskUid)).Status.ShouldBe(WorkStatus.Deleted);
    }

    private async Task<(Worksheet Sheet, IReadOnlyList<Analysis> Analyses)> GivenAsync(int count)
    {
        var (_, analyses) = await _lab.Laboratory.GivenSampleAsync(
            "W-0001", [.. Enumerable.Range(1, count).Select(number => $"Cu{number}")]);
        var sheet = await _lab.Laboratory.GivenWorksheetAsync("WS-001", analyses);
        await _lab.EnterResultsAsync(analyses);
        return (sheet, analyses);
    }
}
