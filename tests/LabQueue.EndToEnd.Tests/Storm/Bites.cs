using System.Text.Json;
using System.Text.Json.Nodes;

namespace LabQueue.EndToEnd.Tests.Storm;

/// <summary>Proves on a good result that the checker finds each kind of fault, by making one after the other.</summary>
internal static class Bites
{
    /// <summary>Makes faults, and looks whether they are found.</summary>
    public static void Prove(StormResult good)
    {
        var done = good.Asked.Reports.First(report => report is { Kind: "done", Accepted: true });
        var leased = good.Asked.Reports.First(report => report is { Kind: "done", Accepted: true, Fence: not null });
        Expect("I1: ", WithoutTask(good, done.Uid), "an acknowledged task is gone");
        Expect("I1: ", WithEnd(good, done.Uid, "cancelled"), "a task is done no more");
        Expect("I2: ", WithCalls(good, call => !Mentions(call, "add", done.Uid)), "a task that nobody asked for");
        Expect("I2: ", WithFacts(good, good.Facts with { Ends = [.. good.Facts.Ends, EndOf(good, done.Uid)] }), "a task ended twice");
        Expect("I3: ", WithTwoWinners(good), "two consumers have one run");
        Expect("I3: ", WithRuns(good, leased.Uid, run => run with { Outcome = "fail" }), "a report that was accepted did not count");
        Expect("I3: ", WithCalls(good, call => call != leased.Call), "a report that nobody made counted");
        var laned = good.Facts.Attempts.Values.SelectMany(runs => runs).Where(run => run.Key is not null).MinBy(run => run.Started)!;
        Expect("I4: ", WithRuns(good, laned.Uid, run => run with { Ended = run.Started.AddHours(1) }), "a lane is taken twice");
        Expect("I5: ", WithTwin(good), "two unique tasks wait");
        Expect("I6: ", WithLateStart(good), "the best task had to wait");
        Expect("I7: ", WithRuns(good, done.Uid, run => run with { Ended = null, Outcome = null }), "a task is held for ever");
        Expect("I8: ", WithStats(good, "queued"), "a counter is off by one");
        Expect("I8: ", WithRuns(good, done.Uid, run => run with { Number = run.Number + 1 }), "a run is missing");
        Expect("I9: ", WithOtherRetries(good), "a retry was not counted");
    }

    private static void Expect(string beginning, StormResult doctored, string fault) =>
        StormChecker.Find(doctored).ShouldContain(found => found.StartsWith(beginning, StringComparison.Ordinal), fault);

    private static bool Mentions(Call call, string route, string uid) =>
        call.Route == route && call.Payload.GetRawText().Contains(uid, StringComparison.Ordinal);

    private static StormResult WithFacts(StormResult good, ServerFacts facts) => good with { Facts = facts };

    private static StormResult WithCalls(StormResult good, Func<Call, bool> kept) =>
        good with { Asked = new Asked([.. good.Asked.Calls.Where(kept)]) };

    private static StormResult WithoutTask(StormResult good, string uid) => WithFacts(good, good.Facts with
    {
        Queue = [.. good.Facts.Queue.Where(task => ServerFacts.Uid(task) != uid)],
        Ends = [.. good.Facts.Ends.Where(end => ServerFacts.Uid(end.GetProperty("task")) != uid)],
    });

    private static JsonElement EndOf(StormResult good, string uid) =>
        good.Facts.Ends.First(end => ServerFacts.Uid(end.GetProperty("task")) == uid && end.GetProperty("status").GetString() == "done");

    private static StormResult WithEnd(StormResult good, string uid, string status) => WithFacts(good, good.Facts with
    {
        Ends = [.. good.Facts.Ends.Select(end =>
            ServerFacts.Uid(end.GetProperty("task")) == uid ? Changed(end, fields => fields["status"] = status) : end)],
    });

    private static StormResult WithRuns(StormResult good, string uid, Func<Attempt, Attempt> change) => WithFacts(
        good,
        good.Facts with
        {
            Attempts = good.Facts.Attempts.ToDictionary(
                task => task.Key,
                task => task.Key == uid ? [.. task.Value.Select(change)] : task.Value,
                StringComparer.Ordinal),
        });

    private static StormResult WithTwoWinners(StormResult good)
    {
        var call = good.Asked.Claims.First(claim => claim.Fence is not null).Call;
        return good with { Asked = new Asked([.. good.Asked.Calls, call with { Client = "another" }]) };
    }

    private static StormResult WithTwin(StormResult good)
    {
        var first = good.Facts.Queue.First(task => task.GetProperty("unique").GetBoolean());
        var twin = Changed(first, fields => fields["task_uid"] = "twin");
        return WithFacts(good, good.Facts with { Queue = [.. good.Facts.Queue, twin] });
    }

    // The task that started first, and had to be the best one then, starts last.
    private static StormResult WithLateStart(StormResult good)
    {
        var plain = good.Asked.Adds
            .Where(add => add.Added == true && !good.Asked.Deletes.Contains(add.Uid) && IsLeftAlone(good, add.Uid))
            .Where(add => add.Task.TryGetProperty("priority", out _) && good.Facts.Attempts[add.Uid] is [{ Key: null }, ..])
            .MinBy(add => Asked.Time(add.Task, "created").ToMicroseconds() + (add.Task.GetProperty("priority").GetInt64() * 300_000_000))!;
        return WithRuns(good, plain.Uid, run => run with { Started = run.Started.AddHours(1), Ended = run.Ended?.AddHours(1) });
    }

    private static bool IsLeftAlone(StormResult good, string uid) =>
        !good.Asked.Requeues.Contains(uid) && !good.Asked.Cancels.Contains(uid);

    private static StormResult WithStats(StormResult good, string status) => WithFacts(good, good.Facts with
    {
        Stats = Changed(good.Facts.Stats, fields => fields[status] = fields[status]!.GetValue<long>() + 1),
    });

    private static StormResult WithOtherRetries(StormResult good)
    {
        var uid = good.Asked.Adds.First(add =>
            add.Added == true && add.Task.TryGetProperty("retries", out _) && IsLeftAlone(good, add.Uid)).Uid;
        JsonElement Change(JsonElement task) => ServerFacts.Uid(task) == uid
            ? Changed(task, fields => fields["retries"] = fields["retries"]!.GetValue<int>() + 1)
            : task;
        return WithFacts(good, good.Facts with
        {
            Queue = [.. good.Facts.Queue.Select(Change)],
            Ends = [.. good.Facts.Ends.Select(end => ServerFacts.Uid(end.GetProperty("task")) == uid
                ? Changed(end, fields => fields["task"] = JsonNode.Parse(Change(end.GetProperty("task")).GetRawText()))
                : end)],
        });
    }

    private static JsonElement Changed(JsonElement json, Action<JsonObject> change)
    {
        var fields = JsonNode.Parse(json.GetRawText())!.AsObject();
        change(fields);
        return JsonSerializer.SerializeToElement(fields);
    }
}
