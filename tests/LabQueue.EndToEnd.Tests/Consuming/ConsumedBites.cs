using LabQueue.EndToEnd.Tests.Storm;

namespace LabQueue.EndToEnd.Tests.Consuming;

/// <summary>Proves on a good result that the checker finds each kind of fault, by making one after the other.</summary>
internal static class ConsumedBites
{
    /// <summary>Makes faults, and looks whether they are found.</summary>
    public static void Prove(ConsumedResult good)
    {
        var counted = good.Attempts.First(ConsumedResult.IsAccepted);
        Expect("C1: ", WithTask(good, counted.Uid, _ => null), "a task is gone");
        Expect("C1: ", WithTask(good, counted.Uid, task => task with { End = null }), "a task is not done");
        Expect("C1: ", WithTask(good, counted.Uid, Twice), "an object was accepted twice");
        Expect("C1: ", WithAttempt(good, counted, attempt => attempt with { Outcome = "orphaned" }), "no run counted for a chunk");
        Expect("C1: ", WithAttempt(good, counted, attempt => attempt with { Outcome = "fail" }), "a run failed");
        Expect("C1: ", good with { Facts = good.Facts with { Ends = [.. good.Facts.Ends, good.Facts.Ends[0]] } }, "a task ended twice");

        Expect("C2: ", WithRun(good, counted, run => run with { Effects = [] }), "what counted was not done");
        Expect("C2: ", WithRun(good, counted, run => run with { Effects = [.. run.Effects, run.Effects[0]] }), "done twice in a run");
        Expect("C2: ", WithRun(good, counted, run => run with { Returned = null }), "counted before the handler returned");
        Expect("C2: ", WithAttempt(good, counted, attempt => attempt with { Ended = attempt.Started }), "counted before it was done");
        Expect("C2: ", WithRun(good, counted, run => run with { Fence = 0 }), "a fence that does not grow");
        Expect("C2: ", WithRun(good, counted, run => run with { Started = run.Started!.Value.AddSeconds(1) }), "a run without a claim");
        Expect("C2: ", WithRun(good, counted, run => run with { Told = [(ReportKind.Advance, ReportOutcome.Stale)] }), "refused and counted");

        Expect("C3: ", WithAttempt(good, counted, attempt => attempt with { Ended = attempt.Started.AddHours(1) }), "a lane is taken twice");
        Expect("C3: ", WithRun(good, counted, run => run with { Returned = run.Begun!.Value.AddHours(1) }), "two handlers of a lane at once");
        ConsumedChecker.Find(good, TimeSpan.FromHours(-1))
            .ShouldContain(found => found.StartsWith("C4: ", StringComparison.Ordinal), "an orphan started too late");
    }

    private static void Expect(string beginning, ConsumedResult doctored, string fault) =>
        ConsumedChecker.Find(doctored, TimeSpan.FromHours(1))
            .ShouldContain(found => found.StartsWith(beginning, StringComparison.Ordinal), fault);

    private static TaskDetails Twice(TaskDetails task) => task with { Outcomes = [.. task.Outcomes, task.Outcomes[0]] };

    private static ConsumedResult WithTask(ConsumedResult good, string uid, Func<TaskDetails, TaskDetails?> change) => good with
    {
        Facts = good.Facts with
        {
            Tasks = good.Facts.Tasks.ToDictionary(
                task => task.Key, task => task.Key == uid ? change(task.Value!) : task.Value, StringComparer.Ordinal),
        },
    };

    private static ConsumedResult WithAttempt(ConsumedResult good, Attempt counted, Func<TaskAttempt, TaskAttempt> change) =>
        WithTask(good, counted.Uid, task => task with
        {
            Attempts = [.. task.Attempts.Select(attempt => attempt.Number == counted.Number ? change(attempt) : attempt)],
        });

    private static ConsumedResult WithRun(ConsumedResult good, Attempt counted, Func<LedgerRun, LedgerRun> change) => good with
    {
        Runs = [.. good.Runs.Select(run => run.Uid == counted.Uid && run.Started == counted.Started ? change(run) : run)],
    };
}
