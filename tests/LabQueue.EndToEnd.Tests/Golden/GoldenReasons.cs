using System.Text.Json;
using LabQueue.TestKit.Golden;

namespace LabQueue.EndToEnd.Tests.Golden;

/// <summary>Checks the reasons that a recording gives for a better answer, as far as they can be checked.</summary>
/// <param name="server">The server.</param>
/// <param name="requests">Makes further requests.</param>
internal sealed class GoldenReasons(GoldenServer server, GoldenRequest requests)
{
    private const string AllStates = """{"status": ["queued", "running", "failed", "ghost"], "complete": true}""";

    private readonly List<string> _added = [];
    private readonly List<string> _refused = [];

    /// <summary>Remembers which tasks were added, and which were refused.</summary>
    public void Note(GoldenStep step, GoldenAnswer answer)
    {
        if (step.Path.EndsWith("/add", StringComparison.Ordinal) && TaskUid(step) is { } uid)
        {
            (answer.Status == 200 ? _added : _refused).Add(uid);
        }
    }

    /// <summary>What is not as the reason says; null where it is.</summary>
    public async Task<string?> DifferenceAsync(GoldenStep step, GoldenAnswer answer, CancellationToken cancellationToken)
    {
        if (step.Verdict != "fix" || step.Why is not { } why)
        {
            return null;
        }

        var json = answer.Json!.Value;
        return why switch
        {
            "only good tasks are in the queue" => OnlyGood(json),
            "complete=False is false" => Short(json),
            "since is 0: all tasks" or "null as if it were absent" => await SameAsAsync(step, "{}", json, cancellationToken),
            "stale holds that uid" => Same("$.stale", FormValue(step, "uids"), json.GetProperty("stale")),
            "uids = [that one uid]" => await OneUidAsync(step, cancellationToken),
            "the task must not be lost" => await NotLostAsync(step, cancellationToken),
            "all were added" => AllThere(json),
            _ => $"nobody checks the reason \"{why}\"",
        };
    }

    private static string? TaskUid(GoldenStep step) =>
        step.Request.TryGetProperty("json", out var json) && json.ValueKind == JsonValueKind.Object
            && json.TryGetProperty("task_uid", out var uid) ? uid.ToString()
        : step.Request.TryGetProperty("form", out _) ? FormValue(step, "task_uid")
        : null;

    private static string FormValue(GoldenStep step, string name) => step.Request.GetProperty("form").EnumerateArray()
        .Single(pair => pair[0].GetString() == name)[1].GetString()!;

    private static IEnumerable<string> Uids(JsonElement json) => json.TryGetProperty("items", out var items)
        ? items.EnumerateArray().Select(task => task.GetProperty("task_uid").GetString()!)
        : json.TryGetProperty("task_uid", out var uid) ? [uid.GetString()!] : [];

    private static string? Same(string path, string expected, JsonElement actual) =>
        actual is { ValueKind: JsonValueKind.Array } && actual.GetArrayLength() == 1 && actual[0].GetString() == expected
            ? null
            : $"{path}: expected [\"{expected}\"], got {actual}";

    private static string? Short(JsonElement json) => json.GetProperty("items").EnumerateArray()
        .Select((task, i) => (Keys: task.EnumerateObject().Count(), i))
        .Where(task => task.Keys != 8)
        .Select(task => $"$.items[{task.i}]: expected a short task, got {task.Keys} keys")
        .FirstOrDefault();

    private string? OnlyGood(JsonElement json) => Uids(json).FirstOrDefault(_refused.Contains) is { } bad
        ? $"$: expected only good tasks, got {bad}"
        : null;

    private string? AllThere(JsonElement json) => _added.Except(Uids(json)).FirstOrDefault() is { } lost
        ? $"$.items: expected {lost}, got {string.Join(", ", Uids(json))}"
        : null;

    private async Task<string?> SameAsAsync(GoldenStep step, string other, JsonElement json, CancellationToken cancellationToken)
    {
        var expected = Uids(await AskAsync(step, HttpMethod.Post, "tasks", other, cancellationToken)).ToArray();
        return expected.SequenceEqual(Uids(json)) ? null : $"$.items: expected {expected.Length} tasks, got {Uids(json).Count()}";
    }

    private async Task<string?> OneUidAsync(GoldenStep step, CancellationToken cancellationToken)
    {
        var uid = _added[^1];
        var task = await AskAsync(step, HttpMethod.Get, uid, json: null, cancellationToken);
        return task.TryGetProperty("uids", out var uids) && uids.GetArrayLength() == 1 && uids[0].GetString()!.Length == 32
            ? null
            : $"$.uids of {uid}: expected one uid, got {uids}";
    }

    private async Task<string?> NotLostAsync(GoldenStep step, CancellationToken cancellationToken)
    {
        var there = Uids(await AskAsync(step, HttpMethod.Post, "tasks", AllStates, cancellationToken)).ToHashSet();
        return _added.FirstOrDefault(uid => !there.Contains(uid)) is { } lost ? $"task {lost} is lost" : null;
    }

    private async Task<JsonElement> AskAsync(
        GoldenStep step, HttpMethod method, string route, string? json, CancellationToken cancellationToken)
    {
        using var request = requests.Make(step, method, route, json);
        var answer = await server.SendAsync(request, cancellationToken);
        answer.Status.ShouldBe(200, $"{method} {route}");
        return answer.Json!.Value;
    }
}
