using System.Text.Json;
using LabQueue.EndToEnd.Tests.Storm;

namespace LabQueue.EndToEnd.Tests.Laboratory.Checks;

/// <summary>L3: whatever a person was told is queued is there, whatever was told to be done was done, and nothing was made up.</summary>
internal static class ClicksAreKept
{
    /// <summary>What is wrong.</summary>
    public static IEnumerable<string> Find(LabStormResult result)
    {
        var works = result.Facts.Works.ToDictionary(work => work.TaskUid, StringComparer.Ordinal);
        var done = result.Facts.Traces.Select(trace => trace.Uid).ToHashSet(StringComparer.Ordinal);
        var asked = 0;
        var unknown = 0;
        foreach (var call in result.Calls)
        {
            unknown += call.Status is null ? 1 : 0;
            if (call.Happened != true)
            {
                if (call.Status is >= 500)
                {
                    yield return $"L3: {call} {call.Answer}";
                }

                continue;
            }

            if (TaskOf(call) is { } uid)
            {
                asked++;
                if (!works.TryGetValue(uid, out var work) || work.Total < call.Answer.GetProperty("queued").GetInt64())
                {
                    yield return $"L3: {call} was acknowledged, and there is {work?.ToString() ?? "nothing"}.";
                }
            }

            foreach (var uidDone in Uids(call, "done").Where(uid => result.Facts.ByUid.ContainsKey(uid) && !done.Contains(uid)))
            {
                yield return $"L3: {call} was done to {uidDone}, and its record does not say so.";
            }
        }

        // Samples that were left behind are taken up by the laboratory itself, as the person who registered them.
        var invented = works.Values.Count(work => work.Action != "register") - asked - unknown;
        if (invented > 0)
        {
            yield return $"L3: there are {invented} tasks more than anybody can have asked for.";
        }
    }

    private static string? TaskOf(Call call) =>
        call.Answer.TryGetProperty("task_uid", out var uid) ? uid.GetString() : null;

    private static IEnumerable<string> Uids(Call call, string field) =>
        call.Answer.TryGetProperty(field, out var uids) && uids.ValueKind == JsonValueKind.Array
            ? uids.EnumerateArray().Select(uid => uid.GetString()!)
            : [];
}
