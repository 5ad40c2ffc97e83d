using System.Text.Json;
using LabQueue.EndToEnd.Tests.Running;

namespace LabQueue.EndToEnd.Tests.Storm;

/// <summary>All that a server says of its tasks.</summary>
internal sealed record ServerFacts
{
    private const int Page = 1_000;
    private const string AllStates = """{"status": ["queued", "running", "failed", "ghost"], "complete": true}""";

    /// <summary>The tasks in the queue.</summary>
    public required IReadOnlyList<JsonElement> Queue { get; init; }

    /// <summary>The ends of tasks, in the order in which they happened.</summary>
    public required IReadOnlyList<JsonElement> Ends { get; init; }

    /// <summary>The runs of each task, in their order. Those of the ballast are not asked for: it has none.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<Attempt>> Attempts { get; init; }

    /// <summary>The queue in figures.</summary>
    public required JsonElement Stats { get; init; }

    /// <summary>Reads them from a server that nobody else calls.</summary>
    public static async Task<ServerFacts> ReadAsync(QueueApi api, CancellationToken cancellationToken)
    {
        var tasks = await api.PostAsync("tasks", AllStates, cancellationToken);
        tasks.Status.ShouldBe(200, tasks.ToString());
        JsonElement[] queue = [.. tasks["items"].EnumerateArray()];
        var ends = await ReadEndsAsync(api, cancellationToken);
        var stats = await api.GetAsync("stats", cancellationToken);
        stats.Status.ShouldBe(200, stats.ToString());
        var uids = queue.Where(task => task.GetProperty("name").GetString() != StormTask.Ballast)
            .Select(Uid)
            .Concat(ends.Select(end => Uid(end.GetProperty("task"))))
            .Distinct();
        return new ServerFacts
        {
            Queue = queue,
            Ends = ends,
            Stats = stats.Json,
            Attempts = await ReadAttemptsAsync(api, [.. uids], cancellationToken),
        };
    }

    /// <summary>A task's uid.</summary>
    public static string Uid(JsonElement task) => task.GetProperty("task_uid").GetString()!;

    private static async Task<List<JsonElement>> ReadEndsAsync(QueueApi api, CancellationToken cancellationToken)
    {
        var ends = new List<JsonElement>();
        while (true)
        {
            var after = ends.Count == 0 ? 0 : ends[^1].GetProperty("number").GetInt64();
            var page = await api.GetAsync($"history?limit={Page}&after={after}", cancellationToken);
            page.Status.ShouldBe(200, page.ToString());
            ends.AddRange(page["items"].EnumerateArray());
            if (page["items"].GetArrayLength() < Page)
            {
                return ends;
            }
        }
    }

    private static async Task<IReadOnlyDictionary<string, IReadOnlyList<Attempt>>> ReadAttemptsAsync(
        QueueApi api, string[] uids, CancellationToken cancellationToken)
    {
        var attempts = new Dictionary<string, IReadOnlyList<Attempt>>(StringComparer.Ordinal);
        foreach (var uid in uids)
        {
            var answer = await api.GetAsync($"explain/{uid}", cancellationToken);
            answer.Status.ShouldBe(200, answer.ToString());
            var task = answer["task"];
            attempts.Add(uid, [.. answer["attempts"].EnumerateArray().Select(attempt => Attempt.Read(task, attempt))]);
        }

        return attempts;
    }
}
