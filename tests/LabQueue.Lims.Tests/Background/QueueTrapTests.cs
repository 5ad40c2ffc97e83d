using LabQueue.Lims.Background;
using LabQueue.Lims.Objects;
using LabQueue.Lims.Workflow;
using LabQueue.TestKit;

namespace LabQueue.Lims.Tests.Background;

/// <summary>What the original's queue did to the laboratory's work, and ours does not (<c>lims-domain</c>, 10.1 and A5 to A7).</summary>
public sealed class QueueTrapTests : IAsyncLifetime
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    private QueuedLaboratory _lab = null!;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync() => _lab = await QueuedLaboratory.CreateAsync(chunk: 5);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _lab.DisposeAsync();

    [Fact]
    public async Task A5_Of_two_unique_tasks_the_second_is_refused_and_not_counted()
    {
        var wish = Given.NewTask("one") with { Unique = true };

        var added = await _lab.Queue.AddAsync([wish], LabQueueLink.Consumer, Token);
        var again = await _lab.Queue.AddAsync([wish with { TaskUid = Given.Uid("two") }], LabQueueLink.Consumer, Token);

        (added[0].Added, again[0].Added).ShouldBe((true, false));
        (await _lab.Queue.StatsAsync(Token)).Queued.ShouldBe(1);
    }

    [Fact]
    public async Task A6_A_task_that_fails_runs_again_5_seconds_later_until_its_retries_are_used_up()
    {
        await _lab.Queue.AddAsync([Given.NewTask("one") with { Retries = 3 }], LabQueueLink.Consumer, Token);
        var retries = new List<int>();
        while (await _lab.TakeAsync() is { } task)
        {
            retries.Add(task.Retries);
            await FailAsync(task);
            (await _lab.TakeAsync()).ShouldBeNull();
            _lab.Laboratory.Time.Advance(TimeSpan.FromSeconds(5));
        }

        retries.ShouldBe([3, 2, 1, 0]);
        (await _lab.Queue.FindAsync(Given.Uid("one"), Token)).ShouldNotBeNull().Status.ShouldBe(QueueTaskStatus.Failed);
    }

    [Fact]
    public async Task A7_A_timeout_gives_the_next_run_half_as_much_time_more()
    {
        await _lab.Queue.AddAsync([Given.NewTask("one") with { MaxSeconds = 121, Retries = 1 }], LabQueueLink.Consumer, Token);
        var task = (await _lab.TakeAsync()).ShouldNotBeNull();

        await _lab.Queue.ReportAsync(new TaskReport(ReportKind.Timeout, task.TaskUid) { Fence = task.Fence }, Token);

        var after = (await _lab.Queue.FindAsync(task.TaskUid, Token)).ShouldNotBeNull();
        (after.MaxSeconds, after.ErrorMessage.ToString()).ShouldBe((182, "Timeout"));
    }

    [Fact]
    public async Task T05_T06_A_chunk_whose_report_got_lost_is_told_again_and_the_rest_of_the_task_is_neither_lost_nor_doubled()
    {
        var (sheet, analyses) = await GivenSubmittedAsync(8);
        var answer = await _lab.AskAsync(GivenSamples.Manager, TransitionId.Retract, sheet.Uid, Uids(analyses));
        var task = (await _lab.TakeAsync()).ShouldNotBeNull();
        await _lab.Handler.DoAsync(task, [.. task.Uids.Take(5)], Token);

        // Nothing is reported: the lease ends, and the chunk comes again.
        await PassLeaseAsync();
        await _lab.DrainAsync();

        (await _lab.StatesAsync(analyses)).ShouldAllBe(state => state == AnalysisState.Retracted);
        (await _lab.Laboratory.ReadAsync(reader => reader.SlotsAsync(sheet.Uid, Token))).Count.ShouldBe(16);
        (await _lab.RecordAsync(answer.TaskUid)).Done.ShouldBe(8);
    }

    [Fact]
    public async Task T07_T08_A_consumer_that_fell_silent_and_comes_back_changes_nothing_and_its_report_is_refused()
    {
        var (sheet, analyses) = await GivenSubmittedAsync(3);
        await _lab.AskAsync(GivenSamples.Manager, TransitionId.Retract, sheet.Uid, Uids(analyses));
        var silent = (await _lab.TakeAsync()).ShouldNotBeNull();
        await PassLeaseAsync();
        await _lab.DrainAsync();

        await _lab.Handler.DoAsync(silent, silent.Uids, Token);
        var report = await _lab.Queue.ReportAsync(
            new TaskReport(ReportKind.Done, silent.TaskUid) { Fence = silent.Fence, ConsumerId = "consumer-1" }, Token);

        report.Outcome.ShouldNotBe(ReportOutcome.Accepted);
        (await _lab.Laboratory.ReadAsync(reader => reader.SlotsAsync(sheet.Uid, Token))).Count.ShouldBe(6);
    }

    [Fact]
    public async Task T09_The_task_of_a_dead_consumer_runs_again_although_others_wait()
    {
        var (sheet, analyses) = await GivenResultsAsync(2);
        var answer = await _lab.AskAsync(GivenSamples.Analyst, TransitionId.Submit, sheet.Uid, Uids(analyses));
        (await _lab.TakeAsync()).ShouldNotBeNull().TaskUid.ShouldBe(answer.TaskUid);
        await _lab.Queue.AddAsync([Given.NewTask("other") with { Username = "nobody", Retries = 0 }], LabQueueLink.Consumer, Token);

        await PassLeaseAsync();
        await _lab.DrainAsync();

        (await _lab.RecordAsync(answer.TaskUid)).Status.ShouldBe(WorkStatus.Done);
    }

    [Fact]
    public async Task T11_No_retries_are_no_retries()
    {
        await _lab.Queue.ChangeSettingsAsync(
            new Dictionary<string, JsonText>(StringComparer.Ordinal) { ["max_retries"] = new("0") }, Given.Manager, Token);
        await _lab.Queue.AddAsync([Given.NewTask("one") with { Retries = null }], LabQueueLink.Consumer, Token);

        await FailAsync((await _lab.TakeAsync()).ShouldNotBeNull());

        (await _lab.Queue.FindAsync(Given.Uid("one"), Token)).ShouldNotBeNull().Status.ShouldBe(QueueTaskStatus.Failed);
    }

    [Fact]
    [Trait("Database", "Sqlite")]
    public async Task T15_Whether_an_object_is_queued_is_a_look_into_an_index()
    {
        var plan = await _lab.Laboratory.ReadAsync(reader => reader.QueryAsync<PlanRow>(
            "explain query plan " + PendingSql.OfObjects.Replace("@uids", "('a', 'b')", StringComparison.Ordinal),
            new { site = Laboratory.Site },
            Token));

        plan.ShouldAllBe(row => row.Detail.StartsWith("SEARCH"));
    }

    [Fact]
    public async Task T17_Assigning_keeps_the_slots_that_were_asked_for()
    {
        var (_, analyses) = await _lab.Laboratory.GivenSampleAsync("W-0001", ["Cu"]);
        var (_, others) = await _lab.Laboratory.GivenSampleAsync("W-0002", ["Cu"]);
        var sheet = await _lab.Laboratory.GivenWorksheetAsync("WS-001", []);

        await _lab.Work.RunAsync(
            Laboratory.Site,
            new WorkRequest(WorkAction.Assign, sheet.Uid, [analyses[0].Uid, others[0].Uid]) { Slots = [7, 3] },
            GivenSamples.Manager,
            _lab.Laboratory.By(),
            Token);
        await _lab.Relay.RunOnceAsync(Token);
        await _lab.DrainAsync();

        var rows = await _lab.Laboratory.ReadAsync(reader => reader.SlotsAsync(sheet.Uid, Token));
        rows.Select(row => (row.AnalysisUid, row.Position)).ShouldBe([(others[0].Uid, 3), (analyses[0].Uid, 7)]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    public async Task T18_A_submit_loses_no_result_that_was_entered_whether_the_queue_is_on_or_off(int chunk)
    {
        await _lab.SetChunkAsync(chunk);
        var (sheet, analyses) = await GivenResultsAsync(6);

        var answer = await _lab.AskAsync(GivenSamples.Analyst, TransitionId.Submit, sheet.Uid, Uids(analyses));
        (answer.TaskUid is null).ShouldBe(chunk == 0);
        await _lab.DrainAsync();

        var after = await _lab.Laboratory.ReadAsync(reader => reader.FindAsync<Analysis>([.. Uids(analyses)], Token));
        after.Select(analysis => (analysis.State, analysis.Result))
            .ShouldBe(Enumerable.Repeat((AnalysisState.ToBeVerified, "12"), 6));
    }

    [Fact]
    public async Task T23_What_a_task_that_failed_for_good_had_not_done_is_queued_no_more()
    {
        var (sheet, analyses) = await GivenResultsAsync(2);
        await _lab.AskAsync(GivenSamples.Analyst, TransitionId.Submit, sheet.Uid, Uids(analyses));
        while (await _lab.TakeAsync() is { } task)
        {
            await FailAsync(task);
            _lab.Laboratory.Time.Advance(TimeSpan.FromSeconds(5));
        }

        (await _lab.PendingAsync(analyses)).ShouldBe(Uids(analyses), ignoreOrder: true);
        await _lab.Follower.RunOnceAsync(Token);

        (await _lab.PendingAsync(analyses)).ShouldBeEmpty();
        (await _lab.Laboratory.DoAsync(GivenSamples.Analyst, TransitionId.Submit, [.. Uids(analyses)])).ShouldBeEmpty();
    }

    [Fact]
    public async Task T27_Work_on_one_worksheet_runs_one_after_another_and_work_on_two_side_by_side()
    {
        var (first, analyses) = await GivenResultsAsync(4, "WS-001", "W-1");
        var (second, others) = await GivenResultsAsync(2, "WS-002", "W-2");
        await _lab.AskAsync(GivenSamples.Analyst, TransitionId.Submit, first.Uid, [analyses[0].Uid]);
        await _lab.AskAsync(GivenSamples.Manager, TransitionId.Reject, first.Uid, [analyses[1].Uid]);
        await _lab.AskAsync(GivenSamples.Analyst, TransitionId.Submit, second.Uid, Uids(others));

        var taken = new[] { await _lab.TakeAsync(), await _lab.TakeAsync(), await _lab.TakeAsync() };

        taken.OfType<QueueTask>().Select(task => task.ContextUid).Order().ShouldBe(new[] { first.Uid, second.Uid }.Order());
    }

    [Fact]
    public async Task T48_A_task_keeps_the_chunk_size_that_it_was_queued_with()
    {
        var (sheet, analyses) = await GivenResultsAsync(10);
        await _lab.AskAsync(GivenSamples.Analyst, TransitionId.Submit, sheet.Uid, Uids(analyses));
        await _lab.WorkAsync();

        await _lab.SetChunkAsync(2);

        (await _lab.WorkAsync()).ShouldNotBeNull().ChunkSize.ShouldBe(5);
        (await _lab.StatesAsync(analyses)).ShouldAllBe(state => state == AnalysisState.ToBeVerified);
    }

    private static IReadOnlyList<string> Uids(IEnumerable<Analysis> analyses) => [.. analyses.Select(analysis => analysis.Uid)];

    private Task<ReportResult> FailAsync(QueueTask task) => _lab.Queue.ReportAsync(
        new TaskReport(ReportKind.Fail, task.TaskUid) { Fence = task.Fence, ErrorMessage = JsonText.FromString("boom") }, Token);

    private async Task PassLeaseAsync()
    {
        _lab.Laboratory.Time.Advance(TimeSpan.FromSeconds(16));
        await _lab.SweepQueueAsync();
    }

    private async Task<(Worksheet Sheet, IReadOnlyList<Analysis> Analyses)> GivenResultsAsync(
        int count, string sheet = "WS-001", string prefix = "W")
    {
        var (_, analyses) = await _lab.Laboratory.GivenSampleAsync(
            $"{prefix}-0001", [.. Enumerable.Range(1, count).Select(number => $"Cu{number}")]);
        var made = await _lab.Laboratory.GivenWorksheetAsync(sheet, analyses);
        await _lab.EnterResultsAsync(analyses);
        return (made, analyses);
    }

    private async Task<(Worksheet Sheet, IReadOnlyList<Analysis> Analyses)> GivenSubmittedAsync(int count)
    {
        var (sheet, analyses) = await GivenResultsAsync(count);
        await _lab.AskAsync(GivenSamples.Analyst, TransitionId.Submit, sheet.Uid, Uids(analyses));
        await _lab.DrainAsync();
        return (sheet, analyses);
    }

    private sealed record PlanRow
    {
        public string Detail { get; init; } = string.Empty;
    }
}
