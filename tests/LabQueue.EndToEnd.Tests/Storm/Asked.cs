using System.Text.Json;

namespace LabQueue.EndToEnd.Tests.Storm;

/// <summary>The clients' ledgers, by what they asked for.</summary>
internal sealed class Asked
{
    private static readonly string[] Kinds = ["done", "fail", "timeout", "advance", "release"];

    /// <summary>Sorts calls.</summary>
    public Asked(IReadOnlyList<Call> calls)
    {
        Calls = calls;
        Adds = [.. calls.Where(call => call.Route == "add").SelectMany(ReadAdds)];
        Claims = [.. calls.Where(call => call is { Route: "pop", Happened: true }).SelectMany(ReadClaims)];
        Reports =
        [
            .. calls.Where(call => Kinds.Contains(call.Route)).Select(call => Report.Read(call, call.Payload, call.Route, call.Happened)),
            .. calls.Where(call => call.Route == "pop").SelectMany(ReadReports),
        ];
        Deletes = calls.Where(call => call.Route == "delete").ToLookup(Uid);
        Cancels = calls.Where(call => call.Route == "cancel").ToLookup(Uid);
        Requeues = calls.Where(call => call.Route == "requeue").ToLookup(Uid);
    }

    /// <summary>All calls.</summary>
    public IReadOnlyList<Call> Calls { get; }

    /// <summary>Each task that was asked for; a task that was asked for twice is there twice.</summary>
    public IReadOnlyList<Add> Adds { get; }

    /// <summary>Each task that a consumer was given and told of.</summary>
    public IReadOnlyList<Claim> Claims { get; }

    /// <summary>What consumers said of their tasks.</summary>
    public IReadOnlyList<Report> Reports { get; }

    /// <summary>Deletions by uid.</summary>
    public ILookup<string, Call> Deletes { get; }

    /// <summary>Wishes to cancel by uid.</summary>
    public ILookup<string, Call> Cancels { get; }

    /// <summary>Requeues by uid.</summary>
    public ILookup<string, Call> Requeues { get; }

    /// <summary>A time of the wire, as the server keeps it.</summary>
    public static DateTimeOffset Time(JsonElement task, string field) => UnixTime.FromSeconds(task.GetProperty(field).GetDouble());

    private static string Uid(Call call) => ServerFacts.Uid(call.Payload);

    private static IEnumerable<Add> ReadAdds(Call call)
    {
        IReadOnlyList<JsonElement> tasks = call.Payload.ValueKind == JsonValueKind.Array
            ? [.. call.Payload.EnumerateArray()]
            : [call.Payload];
        return tasks.Select((task, i) => new Add(
            call,
            ServerFacts.Uid(task),
            task,
            call.Happened switch
            {
                true => call.Answer.GetProperty("items")[i].GetProperty("added").GetBoolean(),
                false => false,
                null => null,
            }));
    }

    private static IEnumerable<Claim> ReadClaims(Call call)
    {
        IEnumerable<JsonElement> tasks = call.Answer.TryGetProperty("items", out var items) ? items.EnumerateArray()
            : call.Answer.TryGetProperty("task_uid", out _) ? [call.Answer]
            : [];
        return tasks.Select(task => new Claim(
            call,
            ServerFacts.Uid(task),
            task.GetProperty("consumer_id").GetString()!,
            Time(task, "started"),
            task.TryGetProperty("fence", out var fence) ? fence.GetInt64() : null));
    }

    private static IEnumerable<Report> ReadReports(Call call)
    {
        if (!call.Payload.TryGetProperty("reports", out var reports))
        {
            return [];
        }

        return reports.EnumerateArray().Select((report, i) => Report.Read(
            call,
            report,
            report.GetProperty("kind").GetString()!,
            call.Happened == true ? call.Answer.GetProperty("reported")[i].GetProperty("outcome").GetString() == "accepted" : null));
    }

    /// <summary>A wish for a task.</summary>
    /// <param name="Call">The call.</param>
    /// <param name="Uid">The task's uid.</param>
    /// <param name="Task">The task.</param>
    /// <param name="Added">Whether it was added; null where nobody knows.</param>
    internal sealed record Add(Call Call, string Uid, JsonElement Task, bool? Added);

    /// <summary>A task that was given.</summary>
    /// <param name="Call">The call.</param>
    /// <param name="Uid">The task.</param>
    /// <param name="Consumer">To whom.</param>
    /// <param name="Started">When.</param>
    /// <param name="Fence">The number of the claim; null for a classic one.</param>
    internal sealed record Claim(Call Call, string Uid, string Consumer, DateTimeOffset Started, long? Fence);

    /// <summary>What a consumer said.</summary>
    /// <param name="Call">The call.</param>
    /// <param name="Uid">The task.</param>
    /// <param name="Kind">What it said.</param>
    /// <param name="Fence">The number of the claim; null for a classic one.</param>
    /// <param name="Accepted">Whether that counted; null where nobody knows.</param>
    internal sealed record Report(Call Call, string Uid, string Kind, long? Fence, bool? Accepted)
    {
        /// <summary>Reads one.</summary>
        public static Report Read(Call call, JsonElement report, string kind, bool? accepted) => new(
            call,
            ServerFacts.Uid(report),
            kind,
            report.TryGetProperty("fence", out var fence) ? fence.GetInt64() : null,
            accepted);
    }
}
