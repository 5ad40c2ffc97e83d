namespace LabQueue.EndToEnd.Tests.Laboratory.Checks;

/// <summary>
/// L4: an object that a task has done was changed by it once, one that it has not done was not; and each object is as its
/// changes, carried out one after the other, make it.
/// </summary>
internal static class EffectsHappenOnce
{
    private static readonly Dictionary<(string Action, string State), string> Steps = new()
    {
        [("initialize", "registered")] = "unassigned",
        [("assign", "unassigned")] = "assigned",
        [("unassign", "assigned")] = "unassigned",
        [("submit", "assigned")] = "to_be_verified",
        [("verify", "to_be_verified")] = "verified",
        [("retract", "to_be_verified")] = "retracted",
        [("publish", "verified")] = "published",
    };

    /// <summary>What is wrong.</summary>
    public static IEnumerable<string> Find(LabStormResult result) => [.. FindTwice(result.Facts), .. FindElsewhere(result.Facts)];

    private static IEnumerable<string> FindTwice(LabFacts facts)
    {
        var effects = facts.Traces.Where(trace => trace.TaskUid is not null)
            .CountBy(trace => (trace.TaskUid, trace.Uid, trace.Action))
            .ToDictionary();
        var actions = facts.Works.ToDictionary(work => work.TaskUid, work => work.Action, StringComparer.Ordinal);
        foreach (var outcome in facts.Outcomes.Where(outcome => actions.GetValueOrDefault(outcome.TaskUid) is not (null or "register")))
        {
            var action = actions[outcome.TaskUid];
            var expected = outcome.Word == "done" ? 1 : 0;
            var found = effects.GetValueOrDefault((outcome.TaskUid, outcome.ObjectUid, action));
            if (found != expected)
            {
                yield return $"L4: {outcome} is to have {expected} effects '{action}', and has {found}.";
            }
        }
    }

    private static IEnumerable<string> FindElsewhere(LabFacts facts)
    {
        foreach (var life in facts.Traces.GroupBy(trace => trace.Uid, StringComparer.Ordinal))
        {
            var thing = facts.ByUid[life.Key];
            string? state = null;
            foreach (var trace in life)
            {
                if (state is not null && trace.Before != state)
                {
                    yield return $"L4: {thing} was {state}, and {trace} found it otherwise.";
                }

                if (thing.IsAnalysis && trace.After is not null && trace.After != trace.Before && trace.Before is not null
                    && Steps.GetValueOrDefault((trace.Action, trace.Before)) != trace.After)
                {
                    yield return $"L4: {thing} made a step that there is not: {trace}.";
                }

                state = trace.After;
            }

            if (thing.Deleted == 0 && thing.State != state)
            {
                yield return $"L4: {thing} is to be {state}.";
            }
        }
    }
}
