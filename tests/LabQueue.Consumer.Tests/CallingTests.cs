using System.Diagnostics;
using LabQueue.Consumer.Tests.Running;
using LabQueue.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace LabQueue.Consumer.Tests;

/// <summary>How a consumer speaks with its queue.</summary>
public sealed class CallingTests
{
    [Fact]
    public async Task One_call_reports_and_takes()
    {
        await using var bench = await Bench.CreateAsync(
            consumer => consumer.AddHandler("work", Nothing), options => options.Concurrency = 1);
        await bench.AddAsync([.. Enumerable.Range(0, 20).Select(i => Bench.Wish($"t{i:00}"))]);

        await bench.StartAsync();
        for (var i = 0; i < 20; i++)
        {
            (await bench.Queue.NextReportAsync()).Outcome.ShouldBe(ReportOutcome.Accepted);
        }

        // The first takes the first task, each further one reports and takes; then one waits.
        bench.Queue.Pops.Count(pop => pop.Reports.Count == 1).ShouldBe(20);
        bench.Queue.Pops.Count(pop => pop.Reports.Count == 0).ShouldBeInRange(1, 2);
    }

    [Fact]
    public async Task No_more_tasks_run_at_once_than_there_is_room_for()
    {
        var (running, most) = (0, 0);
        var full = new TaskCompletionSource();
        await using var bench = await Bench.CreateAsync(
            consumer => consumer.AddHandler("work", async (_, _) =>
            {
                var now = Interlocked.Increment(ref running);
                InterlockedMax(ref most, now);
                if (now == 3)
                {
                    full.TrySetResult();
                }

                await full.Task;
                Interlocked.Decrement(ref running);
            }),
            options => options.Concurrency = 3);
        await bench.AddAsync([.. Enumerable.Range(0, 20).Select(i => Bench.Wish($"t{i:00}"))]);

        await bench.StartAsync();
        for (var i = 0; i < 20; i++)
        {
            await bench.Queue.NextReportAsync();
        }

        most.ShouldBe(3);
        bench.Queue.Pops.Max(pop => pop.Count).ShouldBe(3);
    }

    [Fact]
    public async Task An_idle_consumer_has_one_call_that_waits_and_no_other()
    {
        await using var bench = await Bench.StartAsync(consumer => consumer.AddHandler("work", Nothing));
        await bench.Queue.NextWaitAsync();

        for (var second = 0; second < 29; second++)
        {
            bench.Pass(1);
        }

        bench.Queue.Pops.Count.ShouldBe(2);
        bench.Queue.Pops.ShouldAllBe(pop => pop.Wait == TimeSpan.Zero || pop.Wait == TimeSpan.FromSeconds(30));
        bench.Pass(1);
        await bench.Queue.NextWaitAsync();
    }

    [Fact]
    public async Task A_report_is_told_again_with_the_same_fence_until_it_is_answered()
    {
        await using var bench = await Bench.CreateAsync(consumer => consumer.AddHandler("work", Nothing));
        var failures = 0;
        List<long?> fences = [];
        bench.Queue.Before = call =>
        {
            if (call is not PopRequest { Reports: [{ } report] })
            {
                return null;
            }

            fences.Add(report.Fence);
            return failures++ < 3 ? new AwayException() : null;
        };

        await bench.StartAsync();
        await bench.AddAsync(Bench.Wish("t1"));
        for (var failure = 0; failure < 3; failure++)
        {
            await bench.Queue.NextFailureAsync();
            await bench.PassUntilAsync(() => fences.Count > failure + 1);
        }

        (await bench.Queue.NextReportAsync()).Outcome.ShouldBe(ReportOutcome.Accepted);
        fences.Distinct().ShouldHaveSingleItem().ShouldNotBeNull();
    }

    [Fact]
    public async Task An_answer_that_was_lost_is_asked_for_again_and_nothing_runs_twice()
    {
        var runs = 0;
        await using var bench = await Bench.CreateAsync(consumer => consumer.AddHandler("work", (_, _) =>
        {
            Interlocked.Increment(ref runs);
            return Task.CompletedTask;
        }), options => options.Concurrency = 1);
        await bench.AddAsync([.. Enumerable.Range(0, 6).Select(i => Bench.Wish($"t{i}"))]);
        var calls = 0;
        bench.Queue.After = call => call is PopRequest && ++calls % 2 == 1 ? new AwayException() : null;

        await bench.StartAsync();
        var reports = 0;
        await bench.PassUntilAsync(() =>
        {
            while (bench.Queue.HasReport)
            {
                bench.Queue.NextReportAsync().Result.Outcome.ShouldBe(ReportOutcome.Accepted);
                reports++;
            }

            return reports == 6;
        });

        runs.ShouldBe(6);
    }

    [Fact]
    public async Task A_report_that_the_queue_does_not_want_does_not_hold_up_the_others()
    {
        await using var bench = await Bench.StartAsync(consumer => consumer.AddHandler("work", Nothing));
        bench.Queue.Before = call => Carries(call, Given.Uid("t1")) ? new AwayException(isTransient: false) : null;

        await bench.AddAsync(Bench.Wish("t1"));
        await bench.Queue.NextFailureAsync();
        await bench.PassUntilAsync(() => bench.Status.Running == 0);
        await bench.AddAsync(Bench.Wish("t2"));

        (await bench.Queue.NextReportAsync()).Report.TaskUid.ShouldBe(Given.Uid("t2"));

        static bool Carries(object call, string uid) =>
            (call is PopRequest pop && pop.Reports.Any(report => report.TaskUid == uid))
            || (call is TaskReport single && single.TaskUid == uid);
    }

    [Fact]
    public async Task A_queue_that_is_away_is_asked_again_and_the_status_says_so()
    {
        await using var bench = await Bench.CreateAsync(consumer => consumer.AddHandler("work", Nothing));
        bench.Status.Trouble.ShouldBe("The queue has not answered yet.");
        var isAway = true;
        bench.Queue.Before = _ => isAway ? new AwayException() : null;

        await bench.StartAsync();
        await bench.Queue.NextFailureAsync();
        await bench.PassUntilAsync(() => bench.Status.Trouble == "away");
        isAway = false;
        await bench.PassUntilAsync(() => bench.Status.Trouble is null);

        bench.Status.LastAnswer.ShouldNotBeNull();
        bench.Queue.Pops.Select(pop => pop.RequestId).Take(2).Distinct().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Only_tasks_of_the_wanted_names_are_taken()
    {
        await using var bench = await Bench.StartAsync(
            consumer => consumer.AddHandler("work", Nothing), options => options.Names.Add("work"));

        await bench.AddAsync(Bench.Wish("t1", "others"), Bench.Wish("t2"));

        (await bench.Queue.NextReportAsync()).Report.TaskUid.ShouldBe(Given.Uid("t2"));
        (await bench.TaskAsync("t1")).Status.ShouldBe(QueueTaskStatus.Queued);
    }

    [Fact]
    public async Task The_trace_of_whoever_added_the_task_goes_on_in_the_handler()
    {
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "LabQueue",
            Sample = (ref _) => ActivitySamplingResult.AllDataAndRecorded,
        };
        ActivitySource.AddActivityListener(listener);
        var seen = new TaskCompletionSource<(ActivityTraceId, ActivitySpanId, string)>();
        await using var bench = await Bench.StartAsync(consumer => consumer.AddHandler("work", (_, _) =>
        {
            seen.SetResult((Activity.Current!.TraceId, Activity.Current.ParentSpanId, Activity.Current.OperationName));
            return Task.CompletedTask;
        }));
        using var document = System.Text.Json.JsonDocument.Parse(
            """{"trace_parent": "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"}""");

        await bench.AddAsync(Bench.Wish("t1") with { Extra = ExtraFields.From(document.RootElement, _ => true) });

        var (trace, parent, name) = await seen.Task;
        trace.ToString().ShouldBe("0af7651916cd43dd8448eb211c80319c");
        parent.ToString().ShouldBe("b7ad6b7169203331");
        name.ShouldBe("labqueue run work");
    }

    [Theory]
    [InlineData("ConsumerId is 'abc'; it takes 4 characters or more.")]
    [InlineData("Concurrency is 0; it takes 1 to 1000.")]
    [InlineData("Lease is 1 s; it takes 5 to 300 s.")]
    public void Options_that_cannot_work_are_told_in_a_sentence(string complaint)
    {
        var services = new ServiceCollection();
        services.AddLabQueueConsumer(options =>
        {
            switch (complaint.Split(' ')[0])
            {
                case "ConsumerId": options.ConsumerId = "abc"; break;
                case "Concurrency": options.Concurrency = 0; break;
                default: options.Lease = TimeSpan.FromSeconds(1); break;
            }
        });
        using var provider = services.BuildServiceProvider();

        Should.Throw<OptionsValidationException>(() => provider.GetRequiredService<IStartupValidator>().Validate())
            .Message.ShouldBe(complaint);
    }

    [Fact]
    public async Task A_consumer_that_was_not_told_where_the_queue_is_does_not_start()
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddLabQueueConsumer();
        await using var provider = services.BuildServiceProvider();

        Should.Throw<InvalidOperationException>(() => provider.GetServices<IHostedService>().ToArray())
            .Message.ShouldContain("LabQueue.IQueue");
    }

    private static Task Nothing(TaskRun run, CancellationToken cancellationToken) => Task.CompletedTask;

    private static void InterlockedMax(ref int target, int value)
    {
        for (var seen = Volatile.Read(ref target); value > seen;)
        {
            seen = Interlocked.CompareExchange(ref target, value, seen) is var found && found == seen ? value : found;
        }
    }
}
