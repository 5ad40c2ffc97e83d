using System.Collections.Concurrent;

namespace LabQueue.TestKit.Contract;

/// <summary>Many at once on one store: nothing is lost, nothing happens twice.</summary>
public abstract class TaskStoreRaces : StoreTest
{
    private const int Parallel = 8;
    private const int TasksPerAdder = 150;
    private const int Lanes = 12;
    private const int LongestMilliseconds = 180_000;

    [Fact(Timeout = LongestMilliseconds)]
    public async Task Every_task_is_done_once_and_no_lane_runs_twice()
    {
        await SetAsync("max_concurrent_tasks", "0");
        var lanes = new ConcurrentDictionary<string, string>(StringComparer.Ordinal);
        var claims = new ConcurrentDictionary<(string Uid, long Fence), string>();
        var done = new ConcurrentDictionary<string, int>(StringComparer.Ordinal);

        var adders = Together(AddAllAsync);
        await Task.WhenAll(adders, Together(number => WorkAsync(number, lanes, claims, done)));

        done.Count.ShouldBe(Parallel * TasksPerAdder);
        done.Values.ShouldAllBe(times => times == 1);
        var stats = await Queue.StatsAsync(Token);
        (stats.Queued, stats.Running, stats.Failed, stats.Done).ShouldBe((0, 0, 0, Parallel * TasksPerAdder));
        await ReopenAsync();
        (await Queue.StatsAsync(Token)).Done.ShouldBe(Parallel * TasksPerAdder);
    }

    [Fact]
    public async Task Of_many_who_add_the_same_uid_one_adds_it()
    {
        var results = new ConcurrentBag<AddResult>();

        await Together(async _ =>
        {
            for (var i = 0; i < 50; i++)
            {
                foreach (var result in await Queue.AddAsync([Given.NewTask($"t{i}")], Given.Clerk, Token))
                {
                    results.Add(result);
                }
            }
        });

        results.Count(result => result.Added).ShouldBe(50);
    }

    [Fact]
    public async Task Of_many_who_add_a_unique_task_one_adds_it()
    {
        var results = new ConcurrentBag<AddResult>();

        await Together(async number =>
        {
            var wish = Given.NewTask($"t{number}") with { Unique = true };
            results.Add((await Queue.AddAsync([wish], Given.Clerk, Token)).Single());
        });

        results.Count(result => result.Added).ShouldBe(1);
    }

    [Fact]
    public async Task Of_different_reports_of_one_claim_one_is_carried_out()
    {
        for (var round = 0; round < 20; round++)
        {
            await AddAsync(Given.NewTask($"t{round}") with { Uids = Given.Uids("s1") });
            var claim = await TakeAsync(Given.LeasedPop());
            var kinds = new[] { ReportKind.Done, ReportKind.Fail, ReportKind.Timeout, ReportKind.Release };
            var outcomes = new ConcurrentBag<(ReportKind Kind, ReportOutcome Outcome)>();

            await Together(async number =>
            {
                var kind = kinds[number % kinds.Length];
                outcomes.Add((kind, (await ReportAsync(claim, kind)).Outcome));
            });

            outcomes.Where(told => told.Outcome == ReportOutcome.Accepted).Select(told => told.Kind).Distinct().Count().ShouldBe(1);
            await Queue.DeleteAsync(claim.TaskUid, Given.Manager, Token);
        }
    }

    [Fact]
    public async Task A_task_that_is_there_is_seen_by_every_look_while_others_come_and_go()
    {
        await AddAsync(Given.NewTask("t") with { NotBefore = Given.Now.AddDays(1), ContextUid = Given.Uid("c9") });
        using var ended = new CancellationTokenSource();
        var churn = Task.Run(() => ChurnAsync(ended), Token);

        var looks = 0;
        while (!ended.IsCancellationRequested)
        {
            (await Queue.FindAsync(Given.Uid("t"), Token)).ShouldNotBeNull();
            (await Queue.SearchAsync(Given.Uid("c9"), null, Token)).Count.ShouldBe(1);
            (await Queue.UidsAsync([QueueTaskStatus.Queued], Token)).ShouldContain(Given.Uid("c9"));
            (await Queue.DiffAsync(new DiffRequest([Given.Uid("t")]), Token)).Stale.ShouldBeEmpty();
            var page = await Queue.ListAsync(new TaskQuery(), Token);
            page.Tasks.Count(task => task.TaskUid == Given.Uid("t")).ShouldBe(1);
            page.Tasks.Select(task => task.TaskUid).ShouldBeUnique();
            looks++;
        }

        await churn;
        looks.ShouldBeGreaterThan(0);
    }

    private static Task Together(Func<int, Task> act) =>
        Task.WhenAll(Enumerable.Range(0, Parallel).Select(number => Task.Run(() => act(number), Token)));

    private async Task AddAllAsync(int adder)
    {
        for (var i = 0; i < TasksPerAdder; i++)
        {
            var wish = Given.NewTask($"t{adder}x{i}", place: null) with
            {
                Uids = Given.Uids("s1", "s2"),
                Lane = $"lane {i % Lanes}",
                Priority = i % 5,
            };
            (await Queue.AddAsync([wish], Given.Clerk, Token)).ShouldHaveSingleItem().Added.ShouldBeTrue();
        }
    }

    private async Task WorkAsync(
        int number,
        ConcurrentDictionary<string, string> lanes,
        ConcurrentDictionary<(string Uid, long Fence), string> claims,
        ConcurrentDictionary<string, int> done)
    {
        var random = new Random(number);
        IReadOnlyList<TaskReport> reports = [];
        while (done.Count < Parallel * TasksPerAdder)
        {
            var result = await Queue.PopAsync(Given.LeasedPop($"consumer-{number}", seconds: 300, count: 3) with { Reports = reports }, Token);
            result.Reported.ShouldAllBe(answer => answer.Outcome == ReportOutcome.Accepted);
            var ended = reports.Zip(result.Reported).Where(told => told.Second.After is null or { Status: QueueTaskStatus.Done });
            foreach (var (report, _) in ended)
            {
                done.AddOrUpdate(report.TaskUid, 1, (_, times) => times + 1);
            }

            foreach (var task in result.Tasks)
            {
                claims.TryAdd((task.TaskUid, task.Fence!.Value), task.ConsumerId!).ShouldBeTrue("a claim was given twice");
                lanes.TryAdd(task.Lane!, task.TaskUid).ShouldBeTrue("a lane runs twice");
            }

            // From here on the lanes may be taken: their ends are on the way.
            result.Tasks.ToList().ForEach(task => lanes.TryRemove(task.Lane!, out _));
            reports = [.. result.Tasks.Select(task => EndOf(task, random.Next(4)))];
        }
    }

    private static TaskReport EndOf(QueueTask task, int chance) => chance switch
    {
        0 => new TaskReport(ReportKind.Release, task.TaskUid) { Fence = task.Fence },
        1 => new TaskReport(ReportKind.Done, task.TaskUid) { Fence = task.Fence },
        _ => new TaskReport(ReportKind.Advance, task.TaskUid)
        {
            Fence = task.Fence,
            Processed = [new ItemOutcome(task.Uids[0], ItemOutcomeKind.Done)],
        },
    };

    private async Task ChurnAsync(CancellationTokenSource ended)
    {
        for (var i = 0; i < 300; i++)
        {
            await AddAsync(Given.NewTask($"t{i}", place: $"p{i}"));
            await ReportAsync(await TakeAsync(), ReportKind.Done);
        }

        await ended.CancelAsync();
    }
}
