using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using LabQueue.EndToEnd.Tests.Running;

namespace LabQueue.EndToEnd.Tests.Storm;

/// <summary>One connection: adds, takes, reports, requeues, cancels and deletes by chance until it is told to stop.</summary>
/// <param name="server">The server.</param>
/// <param name="folder">Where its ledger is.</param>
/// <param name="number">Its number.</param>
/// <param name="seed">Where its dice begin.</param>
/// <param name="known">The tasks that some client has added or was given.</param>
internal sealed class StormClient(
    StormServer server, string folder, int number, int seed, SharedUids known) : IDisposable
{
    /// <summary>Seconds of a lease.</summary>
    public const int LeaseSeconds = 5;

    private readonly Random _random = new(unchecked(seed * 100) + number);
    private readonly QueueApi _api = new(server.Setup);
    private readonly Ledger _ledger = new(folder, number);
    private readonly StormTask _tasks = new(new Random(unchecked(seed * 100) + number + 50), number);
    private readonly List<GivenTask> _held = [];
    private int _requests;

    private string Classic => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{8_100 + number}");

    private string Leased => string.Create(CultureInfo.InvariantCulture, $"storm-{number}");

    /// <summary>Calls the server until the token is cancelled.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            await server.Ready.WaitAsync(stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!stop.IsCancellationRequested)
            {
                await ActAsync();
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _api.Dispose();
        _ledger.Dispose();
    }

    private Task ActAsync() => _random.Next(100) switch
    {
        < 32 => AddAsync(),
        < 38 => AddUniqueAsync(),
        < 48 => PopClassicAsync(),
        < 66 => PopLeasedAsync(),
        < 92 => ReportAsync(),
        < 95 => ChangeAsync("requeue"),
        < 97 => ChangeAsync("cancel"),
        _ => ChangeAsync("delete"),
    };

    private async Task AddAsync()
    {
        var count = _random.Next(5) == 0 ? _random.Next(2, 6) : 1;
        JsonObject[] tasks = [.. Enumerable.Range(0, count).Select(_ => _tasks.Draw())];
        JsonNode payload = count == 1 ? tasks[0] : new JsonArray([.. tasks]);
        var answer = await CallAsync("add", payload);

        // Nobody knows whether the tasks are there. To add them once more is safe where "once" is said.
        if (answer is null && _random.Next(2) == 0)
        {
            await server.Ready;
            foreach (var task in tasks)
            {
                task["once"] = true;
            }

            await CallAsync("add", payload);
        }

        foreach (var task in tasks)
        {
            known.Added.Enqueue(task["task_uid"]!.GetValue<string>());
        }
    }

    private async Task AddUniqueAsync()
    {
        var task = _tasks.DrawUnique();
        await CallAsync("add", task);
        if (_random.Next(2) == 0)
        {
            known.Added.Enqueue(task["task_uid"]!.GetValue<string>());
        }
    }

    private async Task PopClassicAsync()
    {
        if (await CallAsync("pop", new JsonObject { ["consumer_id"] = Classic }) is { } answer)
        {
            Hold(answer);
        }
    }

    private async Task PopLeasedAsync()
    {
        var payload = new JsonObject
        {
            ["consumer_id"] = Leased,
            ["lease"] = LeaseSeconds,
            ["count"] = _random.Next(1, 4),
            ["request_id"] = string.Create(CultureInfo.InvariantCulture, $"{number}-{++_requests}"),
        };
        GivenTask[] ended = _random.Next(2) == 0 ? [.. _held.Where(task => task.Fence is not null).Take(3)] : [];
        if (ended.Length > 0)
        {
            payload["reports"] = new JsonArray([.. ended.Select(task => Report(task, withKind: true))]);
        }

        if (_random.Next(4) == 0)
        {
            payload["wait"] = 0.05;
        }

        var answer = await CallAsync("pop", payload);
        if (answer is null && _random.Next(4) > 0)
        {
            // The same request once more: what the lost answer held is given again, and reports count once.
            await server.Ready;
            answer = await CallAsync("pop", payload);
        }

        _held.RemoveAll(ended.Contains);
        if (answer is { } given)
        {
            Hold(given);
        }
    }

    private void Hold(JsonElement answer)
    {
        GivenTask[] tasks = [.. GivenTask.Of(answer)];
        _held.AddRange(tasks);
        foreach (var task in tasks)
        {
            known.Given.Push(task.Uid);
        }
    }

    private async Task ReportAsync()
    {
        if (_held.Count == 0)
        {
            return;
        }

        var task = _held[_random.Next(_held.Count)];
        _held.Remove(task);
        if (_random.Next(12) == 0)
        {
            // This consumer forgets its task. Its lease or its time limit will end.
            return;
        }

        var payload = Report(task, withKind: false);
        var kind = payload["kind"]!.GetValue<string>();
        payload.Remove("kind");
        if (await CallAsync(kind, payload) is null && task.Fence is not null && _random.Next(4) > 0)
        {
            await server.Ready;
            await CallAsync(kind, payload);
        }
    }

    private JsonObject Report(GivenTask task, bool withKind)
    {
        var kind = _random.Next(100) switch
        {
            < 45 => "done",
            < 60 => "fail",
            < 70 => "timeout",
            < 93 when task.Uids.Count > 0 => "advance",
            _ => task.Fence is null ? "done" : "release",
        };
        var report = new JsonObject { ["kind"] = kind, ["task_uid"] = task.Uid };
        if (!withKind)
        {
            report["consumer_id"] = task.Fence is null ? Classic : Leased;
        }

        if (task.Fence is { } fence)
        {
            report["fence"] = fence;
        }

        if (kind == "advance")
        {
            var chunk = task.Uids.Take(_random.Next(1, task.Uids.Count + 1));
            report["processed"] = new JsonArray([.. chunk.Select(uid => new JsonObject { ["uid"] = uid, ["outcome"] = "done" })]);
        }
        else if (kind == "fail")
        {
            report["error_message"] = "RuntimeError: boom";
        }

        return report;
    }

    private async Task ChangeAsync(string route)
    {
        // Every other time a task that somebody may be working on: the report on it will come too late.
        string? uid;
        if (_random.Next(2) == 0 ? known.Given.TryPop(out uid) : known.Added.TryDequeue(out uid))
        {
            await CallAsync(route, new JsonObject { ["task_uid"] = uid });
        }
    }

    // Null: there was no answer. The ledger then holds the question alone.
    private async Task<JsonElement?> CallAsync(string route, JsonNode payload)
    {
        var json = payload.ToJsonString();
        var call = _ledger.Ask(route, json);
        try
        {
            var answer = await _api.PostAsync(route, json, CancellationToken.None);
            _ledger.Note(call, answer);
            return answer.IsGood ? answer.Json : default(JsonElement);
        }
        catch (Exception gone) when (gone is HttpRequestException or IOException or TaskCanceledException)
        {
            return null;
        }
    }
}
