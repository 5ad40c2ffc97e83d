using LabQueue.Consumer.Tests.Running;
using LabQueue.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace LabQueue.Consumer.Tests;

/// <summary>What becomes of a task in the hands of a handler.</summary>
public sealed class HandlingTests
{
    private static readonly string[] Objects = Given.Uids("a", "b", "c", "d", "e");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_task_starts_as_soon_as_it_is_added_and_no_clock_moves()
    {
        await using var bench = await Bench.StartAsync(consumer => consumer.AddHandler("work", Nothing));

        await bench.AddAsync(Bench.Wish("t1"));

        (await bench.Queue.NextReportAsync()).ShouldBe((Report(ReportKind.Done), ReportOutcome.Accepted), Same);
        (await bench.TaskAsync("t1")).Status.ShouldBe(QueueTaskStatus.Done);
    }

    [Fact]
    public async Task A_task_is_worked_off_chunk_by_chunk_and_each_object_has_its_outcome()
    {
        List<string[]> chunks = [];
        await using var bench = await Bench.StartAsync(consumer => consumer.AddHandler("work", (run, _) =>
        {
            chunks.Add([.. run.Chunk]);
            foreach (var uid in run.Chunk)
            {
                Tell(run, uid);
            }

            return Task.CompletedTask;
        }));

        await bench.AddAsync(Bench.Wish("t1", uids: Objects) with { ChunkSize = 2 });
        for (var chunk = 0; chunk < 3; chunk++)
        {
            (await bench.Queue.NextReportAsync()).Outcome.ShouldBe(ReportOutcome.Accepted);
        }

        chunks.ShouldBe([Objects[..2], Objects[2..4], Objects[4..]]);
        var story = (await bench.Past.ExplainAsync(Given.Uid("t1"), Token))!;
        story.End!.Task.Status.ShouldBe(QueueTaskStatus.Done);
        story.Outcomes.ShouldBe(
        [
            new ItemOutcome(Objects[0], ItemOutcomeKind.Done, "well"),
            new ItemOutcome(Objects[1], ItemOutcomeKind.Refused, "no"),
            new ItemOutcome(Objects[2], ItemOutcomeKind.Failed, "broken"),
            new ItemOutcome(Objects[3], ItemOutcomeKind.Skipped, "gone"),
            new ItemOutcome(Objects[4], ItemOutcomeKind.Done),
        ]);

        static void Tell(TaskRun run, string uid)
        {
            switch (Array.IndexOf(Objects, uid))
            {
                case 0: run.Done(uid, "well"); break;
                case 1: run.Refused(uid, "no"); break;
                case 2: run.Failed(uid, "broken"); break;
                case 3: run.Skipped(uid, "gone"); break;
            }
        }
    }

    [Fact]
    public async Task An_object_that_is_kept_comes_again()
    {
        var runs = 0;
        await using var bench = await Bench.StartAsync(consumer => consumer.AddHandler("work", (run, _) =>
        {
            if (runs++ == 0)
            {
                run.Keep(Objects[1]);
            }

            return Task.CompletedTask;
        }));

        await bench.AddAsync(Bench.Wish("t1", uids: Objects[..3]));

        (await bench.Queue.NextReportAsync()).Report.Processed.Select(item => item.Uid).ShouldBe([Objects[0], Objects[2]]);
        (await bench.Queue.NextReportAsync()).Report.Processed.Select(item => item.Uid).ShouldBe([Objects[1]]);
        (await bench.TaskAsync("t1")).Status.ShouldBe(QueueTaskStatus.Done);
    }

    [Fact]
    public async Task A_handler_that_keeps_everything_fails_its_task()
    {
        await using var bench = await Bench.StartAsync(consumer => consumer.AddHandler("work", (run, _) =>
        {
            run.Keep(Objects[0]);
            return Task.CompletedTask;
        }));

        await bench.AddAsync(Bench.Wish("t1", uids: Objects[..1]) with { Retries = 0 });
        await bench.Queue.NextReportAsync();

        (await bench.TaskAsync("t1")).ErrorMessage!.Value.ToString()
            .ShouldBe("The handler kept all 1 objects of its chunk, so that the task would never end.");
    }

    [Fact]
    public async Task A_handler_can_finish_the_whole_task()
    {
        await using var bench = await Bench.StartAsync(consumer => consumer.AddHandler("work", (run, _) =>
        {
            run.Finish();
            return Task.CompletedTask;
        }));

        await bench.AddAsync(Bench.Wish("t1", uids: Objects) with { ChunkSize = 2 });

        (await bench.Queue.NextReportAsync()).ShouldBe((Report(ReportKind.Done), ReportOutcome.Accepted), Same);
    }

    [Fact]
    public async Task An_exception_fails_the_task_with_its_whole_trace()
    {
        await using var bench = await Bench.StartAsync(consumer => consumer.AddHandler("work", BreakAsync));

        await bench.AddAsync(Bench.Wish("t1") with { Retries = 0 });
        await bench.Queue.NextReportAsync();

        var failed = await bench.TaskAsync("t1");
        failed.Status.ShouldBe(QueueTaskStatus.Failed);
        var message = failed.ErrorMessage!.Value.ToString();
        message.ShouldStartWith("System.InvalidOperationException: boom");
        message.ShouldContain($"at {typeof(HandlingTests).FullName}.{nameof(BreakAsync)}");
    }

    [Fact]
    public async Task A_failed_task_comes_again_while_it_has_retries()
    {
        var runs = 0;
        await using var bench = await Bench.StartAsync(consumer => consumer.AddHandler(
            "work", (_, _) => ++runs == 1 ? throw new TaskFailedException("not yet") : Task.CompletedTask));

        await bench.AddAsync(Bench.Wish("t1") with { Retries = 1 });
        (await bench.Queue.NextReportAsync()).Report.Kind.ShouldBe(ReportKind.Fail);
        (await bench.TaskAsync("t1")).ErrorMessage!.Value.ToString().ShouldBe("not yet");
        await bench.PassTillDueAsync(5);

        (await bench.Queue.NextReportAsync()).ShouldBe((Report(ReportKind.Done), ReportOutcome.Accepted), Same);
    }

    [Fact]
    public async Task A_message_that_is_too_long_for_the_queue_is_cut()
    {
        await using var bench = await Bench.StartAsync(consumer => consumer.AddHandler(
            "work", (_, _) => throw new TaskFailedException(new string('x', 2 * QueueLimits.ErrorLength))));

        await bench.AddAsync(Bench.Wish("t1") with { Retries = 0 });
        (await bench.Queue.NextReportAsync()).Outcome.ShouldBe(ReportOutcome.Accepted);

        (await bench.TaskAsync("t1")).ErrorMessage!.Value.ToString().Length.ShouldBe(QueueLimits.ErrorLength);
    }

    [Fact]
    public async Task A_task_without_a_handler_fails_with_a_sentence()
    {
        await using var bench = await Bench.StartAsync(consumer => consumer.AddHandler("work", Nothing));

        await bench.AddAsync(Bench.Wish("t1", "unheard_of") with { Retries = 0 });
        await bench.Queue.NextReportAsync();

        (await bench.TaskAsync("t1")).ErrorMessage!.Value.ToString()
            .ShouldBe("This consumer has no handler for tasks named 'unheard_of'.");
    }

    [Fact]
    public async Task An_action_without_a_handler_of_its_own_goes_to_the_generic_one()
    {
        List<string> handled = [];
        await using var bench = await Bench.StartAsync(consumer => consumer
            .AddHandler("task_generic_action", (run, _) => Note($"generic {run.Task.Name}"))
            .AddHandler("task_action_verify", (run, _) => Note($"own {run.Task.Name}"))
            .AddFallback<Fallback>());
        Fallback.Handled = handled;

        foreach (var (start, name) in new[] { ("t1", "task_action_verify"), ("t2", "task_action_publish"), ("t3", "nightly") })
        {
            await bench.AddAsync(Bench.Wish(start, name));
            (await bench.Queue.NextReportAsync()).Outcome.ShouldBe(ReportOutcome.Accepted);
        }

        handled.ShouldBe(["own task_action_verify", "generic task_action_publish", "fallback nightly"]);

        Task Note(string text)
        {
            handled.Add(text);
            return Task.CompletedTask;
        }
    }

    [Fact]
    public void A_name_has_one_handler()
    {
        var consumer = new ServiceCollection().AddLabQueueConsumer();
        consumer.AddHandler("work", Nothing);

        Should.Throw<ArgumentException>(() => consumer.AddHandler<Fallback>("work"))
            .Message.ShouldStartWith("Tasks 'work' have a handler already.");
    }

    [Fact]
    public void Only_objects_of_the_chunk_have_an_outcome()
    {
        var run = new TaskRun(Given.LeasedTask() with { Uids = Objects, ChunkSize = 2 });

        Should.Throw<ArgumentException>(() => run.Done(Objects[2])).Message
            .ShouldStartWith($"'{Objects[2]}' is none of the 2 objects of this chunk of task {Given.Uid("t1")}.");
    }

    [Fact]
    public async Task A_chunk_takes_its_least_time_after_the_work_is_done()
    {
        var worked = new TaskCompletionSource();
        await using var bench = await Bench.StartAsync(consumer => consumer.AddHandler("work", (_, _) =>
        {
            worked.SetResult();
            return Task.CompletedTask;
        }));

        await bench.AddAsync(Bench.Wish("t1") with { MinSeconds = 4 });
        await worked.Task;
        bench.Pass(3.9);
        bench.Queue.HasReport.ShouldBeFalse();
        bench.Pass(0.1);

        (await bench.Queue.NextReportAsync()).Report.Kind.ShouldBe(ReportKind.Done);
        (bench.Clock.GetUtcNow() - Given.Now).ShouldBe(TimeSpan.FromSeconds(4));
    }

    [Fact]
    public async Task T49_The_pace_of_a_chunk_is_kept_once_its_handler_has_returned_and_closed_all_that_it_had_open()
    {
        var transaction = new Transaction();
        await using var bench = await Bench.StartAsync(consumer => consumer.AddHandler("work", async (_, _) =>
        {
            await using (transaction)
            {
            }
        }));

        await bench.AddAsync(Bench.Wish("t1") with { MinSeconds = 30 });
        await transaction.Closed.Task;

        // Nobody is kept waiting by what is closed; the task itself takes its time.
        bench.Queue.HasReport.ShouldBeFalse();
        bench.Pass(30);
        (await bench.Queue.NextReportAsync()).Report.Kind.ShouldBe(ReportKind.Done);
    }

    private static readonly IEqualityComparer<(TaskReport Report, ReportOutcome Outcome)> Same =
        EqualityComparer<(TaskReport Report, ReportOutcome Outcome)>.Create(
            (a, b) => (a.Report.Kind, a.Report.TaskUid, a.Outcome) == (b.Report.Kind, b.Report.TaskUid, b.Outcome));

    private static TaskReport Report(ReportKind kind, string start = "t1") => new(kind, Given.Uid(start));

    private static Task Nothing(TaskRun run, CancellationToken cancellationToken) => Task.CompletedTask;

    private static Task BreakAsync(TaskRun run, CancellationToken cancellationToken) =>
        throw new InvalidOperationException("boom");

    private sealed class Transaction : IAsyncDisposable
    {
        public TaskCompletionSource Closed { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public ValueTask DisposeAsync()
        {
            Closed.SetResult();
            return ValueTask.CompletedTask;
        }
    }

    private sealed class Fallback : ITaskHandler
    {
        public static List<string> Handled { get; set; } = [];

        public Task HandleAsync(TaskRun run, CancellationToken cancellationToken)
        {
            Handled.Add($"fallback {run.Task.Name}");
            return Task.CompletedTask;
        }
    }
}
