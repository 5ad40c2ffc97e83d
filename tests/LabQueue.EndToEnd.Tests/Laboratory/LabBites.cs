using LabQueue.EndToEnd.Tests.Laboratory.Checks;

namespace LabQueue.EndToEnd.Tests.Laboratory;

/// <summary>Proves on a good result that the checker finds each kind of fault, by making one after the other.</summary>
internal static class LabBites
{
    /// <summary>Makes faults, and looks whether they are found.</summary>
    public static void Prove(LabStormResult good)
    {
        var facts = good.Facts;
        var done = facts.Outcomes.First(row => row.Word == "done" && facts.Works.Any(work => work.TaskUid == row.TaskUid && work.Action == "assign"));
        var trace = facts.Traces.First(row => row.TaskUid == done.TaskUid && row.Uid == done.ObjectUid && row.Action == "assign");
        var retest = facts.ByUid[done.ObjectUid] with { Uid = "twin", RetestOf = done.ObjectUid };
        var place = facts.Places[0];
        Expect("L1: ", good, facts with { Locked = [done.ObjectUid] }, "an object is locked for ever");
        Expect("L1: ", good, facts with { Unsent = [done.TaskUid] }, "a task was not sent");
        Expect("L1: ", good, Change(facts, done.TaskUid, work => work with { Ended = null }), "a task has no end");
        Expect("L2: ", good, Change(facts, done.TaskUid, work => work with { Done = work.Done + 1, Total = work.Total + 1 }), "a figure is off by one");
        Expect("L2: ", good, facts with { Outcomes = [.. facts.Outcomes.Where(row => row != done)] }, "an outcome is missing");
        Expect("L3: ", good, facts with { Works = [.. facts.Works.Where(work => !IsTold(good, work.TaskUid))] }, "an acknowledged click is gone");
        Expect("L3: ", good with { Calls = [] }, facts, "a task that nobody asked for");
        Expect("L4: ", good, facts with { Traces = [.. facts.Traces, trace with { Before = trace.After }] }, "an effect happened twice");
        Expect("L4: ", good, facts with { Traces = [.. facts.Traces.Where(row => row != trace)] }, "an effect did not happen");
        Expect("L4: ", good, Change(facts, done.ObjectUid, thing => thing with { State = "registered" }), "a state nobody brought about");
        Expect("L5: ", good, facts with { Things = [.. facts.Things, retest] }, "a retest is one too many");
        Expect("L6: ", good, facts with { Places = [.. facts.Places.Where(row => row != place)] }, "a slot is empty");
        Expect("L7: ", good, Change(facts, place.WorksheetUid, sheet => sheet with { State = "rejected" }), "a worksheet stands elsewhere");
        Expect("L8: ", good with { Audit = good.Audit with { Faults = ["An entry is missing."] } }, facts, "the trail is broken");
        Expect("L9: ", good, facts with { WrongRights = ["rita still sees it"] }, "a right was not taken");
    }

    private static void Expect(string beginning, LabStormResult good, LabFacts doctored, string fault) =>
        LabChecker.Find(good with { Facts = doctored }).ShouldContain(found => found.StartsWith(beginning, StringComparison.Ordinal), fault);

    private static bool IsTold(LabStormResult good, string taskUid) =>
        good.Calls.Any(call => call.Happened == true && call.Answer.GetRawText().Contains(taskUid, StringComparison.Ordinal));

    private static LabFacts Change(LabFacts facts, string taskUid, Func<LabFacts.Work, LabFacts.Work> change) =>
        facts with { Works = [.. facts.Works.Select(work => work.TaskUid == taskUid ? change(work) : work)] };

    private static LabFacts Change(LabFacts facts, string uid, Func<LabFacts.Thing, LabFacts.Thing> change) =>
        new(
            facts.Works,
            facts.Outcomes,
            [.. facts.Things.Select(thing => thing.Uid == uid ? change(thing) : thing)],
            facts.Places,
            facts.Traces,
            facts.Locked,
            facts.Unsent,
            facts.WrongRights);
}
