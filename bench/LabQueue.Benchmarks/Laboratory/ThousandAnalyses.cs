using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using LabQueue.Benchmarks.Running;

namespace LabQueue.Benchmarks.Laboratory;

/// <summary>A laboratory with a worksheet of many analyses, and people beside it.</summary>
internal sealed class ThousandAnalyses : IDisposable
{
    private const string Password = "labqueue-demo";
    private const int People = 20;
    private const int PerSample = 5;

    private static readonly string[] Services = ["Cu", "Fe", "Ca", "Mg", "Zn"];

    private readonly ServerProcess _server;
    private readonly LabConnection _manager;
    private readonly LabConnection _analyst;
    private readonly LabConnection _verifier;
    private readonly List<LabConnection> _people = [];
    private Crowd? _crowd;

    private ThousandAnalyses(ServerProcess server)
    {
        _server = server;
        _manager = As("labmanager");
        _analyst = As("analyst1");
        _verifier = As("verifier1");
        _people.AddRange(Enumerable.Range(0, People).Select(_ => As("labmanager")));
    }

    /// <summary>Opens the demo laboratory, with work of their own for the people.</summary>
    public static async Task<ThousandAnalyses> OpenAsync(string folder)
    {
        var opened = new ThousandAnalyses(ServerProcess.StartDemo(folder, Password));
        await opened.PrepareCrowdAsync();
        return opened;
    }

    /// <summary>What the people ask for while nothing else goes on.</summary>
    public Task<IReadOnlyList<LabClientCall>> IdleAsync(TimeSpan time) => _crowd!.WorkAsync(Task.Delay(time, TimeProvider.System));

    /// <summary>Sets the objects per chunk; 0 turns the queue off.</summary>
    public async Task SetChunkAsync(int chunk) => await _manager.PostAsync(
        "queue_server/settings", new JsonObject { ["default"] = chunk });

    /// <summary>Puts analyses on a worksheet, submits and verifies them, with people beside each of it.</summary>
    /// <param name="count">How many; a multiple of 5.</param>
    public async Task<IReadOnlyList<Click>> WorkAsync(int count)
    {
        var analyses = await RegisterAsync(count / PerSample);
        var sheet = await NewSheetAsync();
        var assigned = await ClickAsync(
            "assign", _manager, $"worksheet/{sheet}/add_analyses", new JsonObject { ["uids"] = Texts(analyses) }, "assigned", sheet, count);
        await EnterAsync(analyses);
        var submitted = await ClickAsync("submit", _analyst, $"worksheet/{sheet}/action", Action("submit", analyses), "to_be_verified", sheet, count);
        var verified = await ClickAsync("verify", _verifier, $"worksheet/{sheet}/action", Action("verify", analyses), "verified", sheet, count);
        return [assigned, submitted, verified];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var connection in (LabConnection[])[_manager, _analyst, _verifier, .. _people])
        {
            connection.Dispose();
        }

        _server.Dispose();
    }

    private static JsonArray Texts(IEnumerable<string> texts) => [.. texts.Select(text => (JsonNode?)text)];

    private static JsonObject Action(string action, IEnumerable<string> analyses) =>
        new() { ["action"] = action, ["uids"] = Texts(analyses) };

    private static string Uid(JsonObject item) => (string)item["uid"]!;

    private LabConnection As(string username) => new(_server.Target.Address, username, Password);

    private async Task PrepareCrowdAsync()
    {
        var sheets = new List<string>();
        for (var i = 0; i < People; i++)
        {
            sheets.Add(await NewSheetAsync());
        }

        var analyses = (await _manager.ListAsync("analysis", "review_state=unassigned")).Select(Uid).ToArray();
        var samples = (await _manager.ListAsync("analysisrequest", "review_state=sample_received")).Select(Uid).ToArray();
        _crowd = new Crowd(_people, analyses, sheets, samples);
    }

    private async Task<string> NewSheetAsync()
    {
        var made = await _manager.PostAsync("worksheet/create", new JsonObject { ["Analyst"] = "analyst1" });
        return Uid(made["items"]![0]!.AsObject());
    }

    // Registered and received by the queue as well, which is not measured here.
    private async Task<IReadOnlyList<string>> RegisterAsync(int samples)
    {
        var client = Uid((await _manager.ListAsync("client", "sort_on=created"))[0]);
        var contact = Uid((await _manager.ListAsync("contact", $"parent_uid={client}"))[0]);
        var type = Uid((await _manager.ListAsync("sampletype", string.Empty))[0]);
        var wanted = new JsonArray([.. Enumerable.Range(0, samples).Select(_ => (JsonNode)new JsonObject
        {
            ["parent_uid"] = client,
            ["Contact"] = contact,
            ["SampleType"] = type,
            ["DateSampled"] = "2026-01-05T08:00:00Z",
            ["Analyses"] = Texts(Services),
        })]);
        var registered = await _manager.PostAsync("analysisrequest/create", wanted);
        await EndAsync(registered);
        string[] uids = [.. registered["items"]!.AsArray().Select(item => Uid(item!.AsObject()))];
        await EndAsync(await _manager.PostAsync("analysisrequest/action", Action("receive", uids)));
        var analyses = new List<string>();
        foreach (var uid in uids)
        {
            analyses.AddRange((await _manager.ListAsync("analysis", $"getRequestUID={uid}")).Select(Uid));
        }

        return analyses;
    }

    private async Task EnterAsync(IReadOnlyList<string> analyses)
    {
        foreach (var part in analyses.Chunk(100))
        {
            await _analyst.PostAsync("analysis/update", new JsonArray(
                [.. part.Select(uid => (JsonNode)new JsonObject { ["uid"] = uid, ["Result"] = "12" })]));
        }
    }

    private async Task<Click> ClickAsync(
        string action, LabConnection by, string path, JsonObject body, string state, string sheet, int count)
    {
        var begun = Stopwatch.GetTimestamp();
        var over = new TaskCompletionSource();
        var crowd = _crowd!.WorkAsync(over.Task);
        TimeSpan answered;
        try
        {
            var answer = await by.PostAsync(path, body);
            answered = Stopwatch.GetElapsedTime(begun);
            await EndAsync(answer);
        }
        finally
        {
            over.SetResult();
        }

        var done = Stopwatch.GetElapsedTime(begun);
        var others = await crowd;
        var found = (await _manager.ListAsync("analysis", $"getWorksheetUID={sheet}&review_state={state}")).Count;
        return found == count
            ? new Click(action, answered, done, count, others)
            : throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"{found} of {count} analyses are {state}."));
    }

    private async Task EndAsync(JsonObject answer)
    {
        if ((string?)answer["task_uid"] is not { } task)
        {
            return;
        }

        while ((string?)(await _manager.GetAsync($"task/{task}/outcome"))["status"] is "queued" or "running")
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        }
    }
}
