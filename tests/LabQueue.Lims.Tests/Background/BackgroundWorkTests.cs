using LabQueue.Lims.Background;
using LabQueue.Lims.Objects;
using LabQueue.Lims.Workflow;
using LabQueue.TestKit;

namespace LabQueue.Lims.Tests.Background;

/// <summary>Work on many analyses goes to the queue, is done in chunks as the person who asked, once each, and told.</summary>
public sealed class BackgroundWorkTests : IAsyncLifetime
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    private QueuedLaboratory _lab = null!;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync() => _lab = await QueuedLaboratory.CreateAsync(chunk: 5);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _lab.DisposeAsync();

    [Fact]
    public async Task A2_Submitting_15_analyses_goes_5_at_a_time_and_promotes_the_worksheet_with_the_last()
    {
        var (sheet, analyses) = await GivenResultsAsync(15);

        var answer = await _lab.AskAsync(GivenSamples.Analyst, TransitionId.Submit, sheet.Uid, analyses.Select(analysis => analysis.Uid));

        answer.Queued.ShouldBe(15);
        var submitted = new List<int>();
        while (await _lab.WorkAsync() is not null)
        {
            submitted.Add((await _lab.StatesAsync(analyses)).Count(state => state == AnalysisState.ToBeVerified));
            (await _lab.PendingAsync(analyses)).Count.ShouldBe(15 - submitted[^1]);
        }

        submitted.ShouldBe([5, 10, 15]);
        (await _lab.StatesAsync([sheet])).ShouldBe([WorksheetState.ToBeVerified]);
        (await _lab.RecordAsync(answer.TaskUid)).ShouldSatisfyAllConditions(
            record => record.Status.ShouldBe(WorkStatus.Done),
            record => record.Done.ShouldBe(15),
            record => record.Remaining.ShouldBe(0),
            record => record.ConsumerId.ShouldBe("consumer-1"));
    }

    [Fact]
    public async Task An_action_on_a_worksheet_is_not_for_analyses_of_another()
    {
        var (_, analyses) = await GivenResultsAsync(2);
        var other = await _lab.Laboratory.GivenWorksheetAsync("WS-002", []);

        var answer = await _lab.AskAsync(GivenSamples.Analyst, TransitionId.Submit, other.Uid, analyses.Select(analysis => analysis.Uid));

        answer.Queued.ShouldBe(0);
        answer.Refused.Select(item => item.Uid).ShouldBe(analyses.Select(analysis => analysis.Uid));
        answer.Refused.ShouldAllBe(item => item.Message.EndsWith($" is not on {other.Id}."));
    }

    [Fact]
    public async Task A2_Retracting_leaves_a_retest_for_each()
    {
        var (sheet, analyses) = await GivenSubmittedAsync(7);

        await _lab.AskAsync(GivenSamples.Manager, TransitionId.Retract, sheet.Uid, analyses.Select(analysis => analysis.Uid));
        await _lab.DrainAsync();

        (await _lab.StatesAsync(analyses)).ShouldAllBe(state => state == AnalysisState.Retracted);
        var slots = await _lab.Laboratory.ReadAsync(reader => reader.SlotsAsync(sheet.Uid, Token));
        slots.Count(row => row.State == AnalysisState.Assigned).ShouldBe(7);
        (await _lab.StatesAsync([sheet])).ShouldBe([WorksheetState.Open]);
    }

    [Fact]
    public async Task A3_What_waits_for_a_task_cannot_be_changed_by_anything_else_until_its_chunk_is_done()
    {
        var (sheet, analyses) = await GivenSubmittedAsync(10);
        var answer = await _lab.AskAsync(GivenSamples.Verifier, TransitionId.Verify, sheet.Uid, analyses.Select(analysis => analysis.Uid));
        await _lab.WorkAsync();

        var waiting = await RefusalAsync(analyses[9], TransitionId.Retract);
        var sample = await RefusalAsync(await SampleAsync(analyses[9]), TransitionId.Publish);
        var done = await RefusalAsync(await SampleAsync(analyses[0]), TransitionId.Publish);

        waiting.ShouldNotBeNull().Kind.ShouldBe(RefusalKind.Pending);
        waiting.Message.ShouldContain(answer.TaskUid.ShouldNotBeNull()[..9]);
        sample.ShouldNotBeNull();
        done.ShouldBeNull();
    }

    [Fact]
    public async Task T16_Work_on_what_is_queued_already_is_refused_object_by_object_and_told()
    {
        var (sheet, analyses) = await GivenResultsAsync(4);
        await _lab.AskAsync(GivenSamples.Analyst, TransitionId.Submit, sheet.Uid, [analyses[0].Uid, analyses[1].Uid]);

        var second = await _lab.AskAsync(GivenSamples.Analyst, TransitionId.Submit, sheet.Uid, analyses.Select(analysis => analysis.Uid));

        second.Queued.ShouldBe(2);
        second.Refused.Select(item => item.Uid).ShouldBe([analyses[0].Uid, analyses[1].Uid]);
        second.Refused.ShouldAllBe(item => item.Message.Contains("queued already"));
    }

    [Fact]
    public async Task T19_What_the_rules_refuse_while_the_task_runs_is_kept_and_told()
    {
        var (sheet, analyses) = await GivenSubmittedAsync(3);
        var answer = await _lab.AskAsync(GivenSamples.Verifier, TransitionId.Verify, sheet.Uid, analyses.Select(analysis => analysis.Uid));
        await _lab.Laboratory.ChangeAsync(work => work.ExecuteAsync(
            "update lab_user set roles = '[\"Analyst\"]' where username = 'verifier1'", new { }, Token));

        await _lab.DrainAsync();

        (await _lab.StatesAsync(analyses)).ShouldAllBe(state => state == AnalysisState.ToBeVerified);
        var record = await _lab.RecordAsync(answer.TaskUid);
        (record.Status, record.Refused).ShouldBe((WorkStatus.Done, 3));
        (await _lab.OutcomesAsync(answer.TaskUid)).ShouldAllBe(outcome => outcome.Outcome == "refused" && outcome.Message != null);
        (await _lab.PendingAsync(analyses)).ShouldBeEmpty();
    }

    [Fact]
    public async Task T20_An_analysis_that_is_no_more_does_not_keep_the_others()
    {
        var (sheet, analyses) = await GivenResultsAsync(3);
        var answer = await _lab.AskAsync(GivenSamples.Analyst, TransitionId.Submit, sheet.Uid, analyses.Select(analysis => analysis.Uid));
        await _lab.Laboratory.ChangeAsync(work => work.ExecuteAsync(
            "update lab_object set deleted = 1 where uid = @uid", new { uid = analyses[1].Uid }, Token));

        await _lab.DrainAsync();

        (await _lab.OutcomesAsync(answer.TaskUid)).Select(outcome => outcome.Outcome).ShouldBe(["done", "refused", "done"]);
    }

    [Fact]
    public async Task An_item_that_changed_since_the_decision_is_refused_and_not_forced()
    {
        var (sheet, analyses) = await GivenSubmittedAsync(2);
        var seen = await _lab.Laboratory.ReadAsync(reader => reader.FindAsync<Analysis>([.. analyses.Select(one => one.Uid)], Token));

        var answer = await _lab.Work.RunAsync(
            Laboratory.Site,
            new WorkRequest(TransitionId.Verify, sheet.Uid, [.. seen.Select(one => one.Uid)]) { Versions = [seen[0].Version - 1, seen[1].Version] },
            GivenSamples.Verifier,
            _lab.Laboratory.By("verifier1"),
            Token);

        answer.Queued.ShouldBe(1);
        answer.Refused.ShouldHaveSingleItem().Uid.ShouldBe(seen[0].Uid);
    }

    [Fact]
    public async Task A_chunk_that_comes_again_has_no_second_effect_and_tells_the_same()
    {
        var (sheet, analyses) = await GivenSubmittedAsync(5);
        await _lab.AskAsync(GivenSamples.Manager, TransitionId.Retract, sheet.Uid, analyses.Select(analysis => analysis.Uid));
        var task = (await _lab.TakeAsync()).ShouldNotBeNull();

        var first = await _lab.Handler.DoAsync(task, task.Uids, Token);
        var second = await _lab.Handler.DoAsync(task, task.Uids, Token);

        second.Select(outcome => (outcome.ObjectUid, outcome.Outcome)).ShouldBe(first.Select(outcome => (outcome.ObjectUid, outcome.Outcome)));
        (await _lab.Laboratory.ReadAsync(reader => reader.SlotsAsync(sheet.Uid, Token))).Count.ShouldBe(10);
    }

    [Fact]
    public async Task A_removed_task_lets_go_of_its_objects_and_its_consumer_can_apply_nothing_any_more()
    {
        var (sheet, analyses) = await GivenResultsAsync(3);
        var answer = await _lab.AskAsync(GivenSamples.Analyst, TransitionId.Submit, sheet.Uid, analyses.Select(analysis => analysis.Uid));
        var task = (await _lab.TakeAsync()).ShouldNotBeNull();

        await _lab.Queue.DeleteAsync(task.TaskUid, new Actor("labmanager", "wrong sheet"), Token);
        await _lab.Follower.RunOnceAsync(Token);
        var late = await _lab.Handler.DoAsync(task, task.Uids, Token);

        (await _lab.PendingAsync(analyses)).ShouldBeEmpty();
        (await _lab.StatesAsync(analyses)).ShouldAllBe(state => state == AnalysisState.Assigned);
        late.ShouldAllBe(outcome => outcome.Outcome == "skipped");
        (await _lab.RecordAsync(answer.TaskUid)).ShouldSatisfyAllConditions(
            record => record.Status.ShouldBe(WorkStatus.Deleted),
            record => record.Error.ShouldNotBeNull().ShouldContain("wrong sheet"));
    }

    [Fact]
    public async Task A_task_that_failed_for_good_lets_go_of_its_objects_and_takes_them_again_when_it_is_put_back()
    {
        var (sheet, analyses) = await GivenResultsAsync(3);
        var answer = await _lab.AskAsync(GivenSamples.Analyst, TransitionId.Submit, sheet.Uid, analyses.Select(analysis => analysis.Uid));
        await FailForGoodAsync();
        var afterFailure = await _lab.PendingAsync(analyses);
        var failed = await _lab.RecordAsync(answer.TaskUid);

        await _lab.Queue.RequeueAsync(answer.TaskUid.ShouldNotBeNull(), new Actor("labmanager"), Token);
        await _lab.DrainAsync();

        afterFailure.ShouldBeEmpty();
        (failed.Status, failed.Failed).ShouldBe((WorkStatus.Failed, 3));
        (await _lab.StatesAsync(analyses)).ShouldAllBe(state => state == AnalysisState.ToBeVerified);
        var record = await _lab.RecordAsync(answer.TaskUid);
        (record.Status, record.Done, record.Failed, record.Total).ShouldBe((WorkStatus.Done, 3, 0, 3));
    }

    [Fact]
    public async Task A_task_that_is_put_back_leaves_alone_what_another_task_has_by_now()
    {
        var (sheet, analyses) = await GivenResultsAsync(3);
        var first = await _lab.AskAsync(GivenSamples.Analyst, TransitionId.Submit, sheet.Uid, analyses.Select(analysis => analysis.Uid));
        await FailForGoodAsync();
        await _lab.SetPausedAsync(true);
        var second = await _lab.AskAsync(GivenSamples.Manager, TransitionId.Submit, sheet.Uid, [analyses[0].Uid]);
        await _lab.Queue.RequeueAsync(first.TaskUid.ShouldNotBeNull(), new Actor("labmanager"), Token);
        await _lab.SetPausedAsync(false);

        await _lab.DrainAsync();

        (await _lab.OutcomesAsync(first.TaskUid)).Select(outcome => outcome.Outcome).Order().ShouldBe(["done", "done", "refused"]);
        (await _lab.OutcomesAsync(second.TaskUid)).Select(outcome => outcome.Outcome).ShouldBe(["done"]);
    }

    [Fact]
    public async Task T50_A_task_of_a_disabled_user_fails_and_says_so()
    {
        var (sheet, analyses) = await GivenResultsAsync(1);
        var answer = await _lab.AskAsync(GivenSamples.Analyst, TransitionId.Submit, sheet.Uid, [analyses[0].Uid]);
        await _lab.Laboratory.ChangeAsync(work => work.ExecuteAsync(
            "update lab_user set disabled = 1 where username = 'analyst1'", new { }, Token));

        await _lab.WorkAsync();

        var task = await _lab.Queue.FindAsync(answer.TaskUid.ShouldNotBeNull(), Token);
        task.ShouldNotBeNull().ErrorMessage.ShouldNotBeNull().ToString().ShouldContain("analyst1");
        (await _lab.StatesAsync(analyses)).ShouldBe([AnalysisState.Assigned]);
    }

    [Fact]
    public async Task A_task_that_somebody_added_past_the_laboratory_is_done_by_the_same_rules()
    {
        var (_, analyses) = await GivenResultsAsync(3);
        var foreign = new NewTask("task_action_submit", analyses[0].ParentUid, "/senaite/worksheets/WS-001")
        {
            TaskUid = Given.Uid("foreign"),
            Uids = [.. analyses.Select(analysis => analysis.Uid)],
            Username = "analyst1",
        };
        await _lab.Queue.AddAsync([foreign], LabQueueLink.Consumer, Token);

        await _lab.DrainAsync();

        (await _lab.StatesAsync(analyses)).ShouldAllBe(state => state == AnalysisState.ToBeVerified);
        (await _lab.RecordAsync(foreign.TaskUid)).Done.ShouldBe(3);
    }

    [Fact]
    public async Task T41_The_audit_trail_has_the_decision_and_the_effect_of_queued_work()
    {
        var (sheet, analyses) = await GivenResultsAsync(1);
        var answer = await _lab.AskAsync(GivenSamples.Analyst, TransitionId.Submit, sheet.Uid, [analyses[0].Uid]);
        var decided = _lab.Laboratory.Time.GetUtcNow();
        _lab.Laboratory.Time.Advance(TimeSpan.FromMinutes(1));

        await _lab.DrainAsync();

        var rows = await _lab.Laboratory.ReadAsync(reader => reader.QueryAsync<(string Actor, string Task, string Consumer, string Address, long Decided, long Time)>(
            "select actor, task_uid, consumer_id, address, decided, time from audit where uid = @uid and action = 'submit'",
            new { uid = analyses[0].Uid },
            Token));
        var row = rows.ShouldHaveSingleItem();
        (row.Actor, row.Task, row.Consumer, row.Address).ShouldBe(("analyst1", answer.TaskUid, "consumer-1", "127.0.0.1"));
        (row.Time - row.Decided).ShouldBe(60_000_000);
        row.Decided.ShouldBe(decided.ToMicroseconds());
    }

    private async Task FailForGoodAsync()
    {
        while (await _lab.TakeAsync() is { } task)
        {
            await _lab.Queue.ReportAsync(
                new TaskReport(ReportKind.Fail, task.TaskUid) { Fence = task.Fence, ErrorMessage = JsonText.FromString("boom") }, Token);
            _lab.Laboratory.Time.Advance(TimeSpan.FromMinutes(1));
        }

        await _lab.Follower.RunOnceAsync(Token);
    }

    private async Task<(Worksheet Sheet, IReadOnlyList<Analysis> Analyses)> GivenResultsAsync(int count)
    {
        var analyses = new List<Analysis>();
        for (var i = 1; i <= count; i++)
        {
            var (_, own) = await _lab.Laboratory.GivenSampleAsync($"W-{i:0000}", ["Cu"]);
            analyses.AddRange(own);
        }

        var sheet = await _lab.Laboratory.GivenWorksheetAsync("WS-001", analyses);
        await _lab.EnterResultsAsync(analyses);
        return (sheet, analyses);
    }

    private async Task<(Worksheet Sheet, IReadOnlyList<Analysis> Analyses)> GivenSubmittedAsync(int count)
    {
        var (sheet, analyses) = await GivenResultsAsync(count);
        await _lab.AskAsync(GivenSamples.Analyst, TransitionId.Submit, sheet.Uid, analyses.Select(analysis => analysis.Uid));
        await _lab.DrainAsync();
        return (sheet, analyses);
    }

    private async Task<Sample> SampleAsync(Analysis analysis) =>
        (await _lab.Laboratory.FindAsync<Sample>(analysis.Container)).ShouldNotBeNull();

    private Task<Refusal?> RefusalAsync(LabObject about, string action) => _lab.Laboratory.ChangeAsync(async work =>
    {
        var actions = await LabActions.BeginAsync(work, GivenSamples.Manager, Token);
        return await actions.CheckAsync(about.Uid, action, Token);
    });
}
