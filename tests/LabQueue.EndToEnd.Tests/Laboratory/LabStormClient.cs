using System.Text.Json;
using LabQueue.EndToEnd.Tests.Running;
using LabQueue.EndToEnd.Tests.Storm;

namespace LabQueue.EndToEnd.Tests.Laboratory;

/// <summary>
/// People at one screen: put analyses on worksheets, enter results, hand in, verify, retract, take back and link contacts by
/// chance, until they are told to stop. What they ask and are told is in their ledger.
/// </summary>
/// <param name="server">The laboratory.</param>
/// <param name="folder">Where the ledger is.</param>
/// <param name="number">The number of the screen.</param>
/// <param name="seed">Where its dice begin.</param>
/// <param name="known">The tasks that somebody was told of.</param>
/// <param name="registers">Whether samples are registered as well.</param>
internal sealed class LabStormClient(
    StormServer server, string folder, int number, int seed, SharedUids known, bool registers) : IDisposable
{
    private const int MostOpenSheets = 16;
    private const string AllKinds = "portal_type=Analysis,DuplicateAnalysis,ReferenceAnalysis";

    private readonly Random _random = new(unchecked(seed * 100) + number);
    private readonly Ledger _ledger = new(folder, number);
    private readonly Dictionary<string, QueueApi> _people = new(StringComparer.Ordinal);

    /// <summary>Works until the token is cancelled.</summary>
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
        _ledger.Dispose();
        foreach (var person in _people.Values)
        {
            person.Dispose();
        }
    }

    private Task ActAsync() => _random.Next(100) switch
    {
        < 18 => AssignAsync(),
        < 50 => SubmitAsync(),
        < 74 => ActOnSheetAsync("verifier1", "verify", "to_be_verified", most: 15),
        < 80 => ActOnSheetAsync("labmanager", "retract", "to_be_verified", most: 4),
        < 83 => ActOnSheetAsync(Analyst(), "unassign", "assigned", most: 3),
        < 92 => FillAsync(),
        < 95 when registers => RegisterAsync(),
        < 96 => ActOnSamplesAsync("clerk1", "receive", "sample_due"),
        < 98 => LinkAsync(),
        _ => ActOnSamplesAsync("publisher1", "publish", "verified"),
    };

    private async Task AssignAsync()
    {
        var uids = await UidsAsync($"analysis?review_state=unassigned&limit=12&b_start={_random.Next(400)}");
        if (uids.Count > 0 && Pick(await UidsAsync("worksheet?review_state=open&limit=50")) is { } sheet)
        {
            await ClickAsync(Analyst(), $"worksheet/{sheet}/add_analyses", new { uids });
        }
    }

    private async Task SubmitAsync()
    {
        var (sheet, uids) = await OnSheetAsync("assigned", most: 15);
        if (uids.Count > 0)
        {
            var analyst = Analyst();
            await CallAsync(analyst, "analysis/update", uids.Select(uid => new { uid, Result = $"{_random.Next(1, 40)}" }));
            await ClickAsync(analyst, $"worksheet/{sheet}/action", new { action = "submit", uids });
        }
    }

    private async Task ActOnSheetAsync(string username, string action, string state, int most)
    {
        var (sheet, uids) = await OnSheetAsync(state, most);
        if (uids.Count > 0)
        {
            await ClickAsync(username, $"worksheet/{sheet}/action", new { action, uids });
        }
    }

    private async Task FillAsync()
    {
        if ((await UidsAsync("worksheet?review_state=open&limit=50")).Count >= MostOpenSheets)
        {
            return;
        }

        if (Pick(await UidsAsync("worksheettemplate?limit=10")) is { } template)
        {
            await ClickAsync("labmanager", "create", new { portal_type = "Worksheet", Analyst = "analyst1", WorksheetTemplate = template });
        }
    }

    private async Task RegisterAsync()
    {
        var (client, type) = (Pick(await UidsAsync("client")), Pick(await UidsAsync("sampletype")));
        if (client is null || type is null || Pick(await UidsAsync($"contact?getClientUID={client}", "clerk1")) is not { } contact)
        {
            return;
        }

        var records = Enumerable.Range(0, _random.Next(2, 8)).Select(_ => new
        {
            Client = client,
            Contact = contact,
            SampleType = type,
            Analyses = (string[])["Cu", "Fe", "Zn"],
            DateSampled = "2026-01-05T08:00:00Z",
        });
        await ClickAsync("clerk1", "analysisrequest/create", records);
    }

    private async Task ActOnSamplesAsync(string username, string action, string state)
    {
        var uids = await UidsAsync($"analysisrequest?review_state={state}&limit={_random.Next(1, 6)}");
        if (uids.Count > 0)
        {
            await ClickAsync(username, "analysisrequest/action", new { action, uids });
        }
    }

    private async Task LinkAsync()
    {
        if (Pick(await UidsAsync("contact?limit=10")) is { } contact)
        {
            await ClickAsync("labmanager", $"contact/{contact}/{(_random.Next(2) == 0 ? "link" : "unlink")}", new { username = "rita" });
        }
    }

    // Analyses in a state on some worksheet; a few of those that there are.
    private async Task<(string? Sheet, IReadOnlyList<string> Uids)> OnSheetAsync(string state, int most)
    {
        if (Pick(await UidsAsync("worksheet?review_state=open,to_be_verified&limit=50")) is not { } sheet)
        {
            return (null, []);
        }

        string[] uids = [.. await UidsAsync($"search?{AllKinds}&getWorksheetUID={sheet}&review_state={state}&limit=200")];
        _random.Shuffle(uids);
        return (sheet, uids[..Math.Min(uids.Length, _random.Next(1, most + 1))]);
    }

    private string Analyst() => _random.Next(3) == 0 ? LabOperator.Shaky : "analyst1";

    private string? Pick(IReadOnlyList<string> uids) => uids.Count == 0 ? null : uids[_random.Next(uids.Count)];

    // Others learn of the task, and may end it or put it back.
    private async Task ClickAsync(string username, string route, object payload)
    {
        if (await CallAsync(username, route, payload) is { } answer
            && answer.TryGetProperty("task_uid", out var task) && task.GetString() is { } uid)
        {
            known.Given.Push(uid);
            known.Added.Enqueue(uid);
        }
    }

    // Null: there was no answer, and nobody knows whether it happened; or it was refused.
    private async Task<JsonElement?> CallAsync(string username, string route, object payload)
    {
        var json = JsonSerializer.Serialize(payload);
        var call = _ledger.Ask(route, json);
        try
        {
            var answer = await As(username).PostAsync(route, json, CancellationToken.None);
            _ledger.Note(call, answer);
            return answer.IsGood ? answer.Json : null;
        }
        catch (Exception gone) when (gone is HttpRequestException or IOException or TaskCanceledException)
        {
            return null;
        }
    }

    private async Task<IReadOnlyList<string>> UidsAsync(string route, string username = "labmanager")
    {
        try
        {
            var answer = await As(username).GetAsync(route, CancellationToken.None);
            return answer.IsGood ? [.. answer["items"].EnumerateArray().Select(item => item.Uid())] : [];
        }
        catch (Exception gone) when (gone is HttpRequestException or IOException or TaskCanceledException)
        {
            return [];
        }
    }

    private QueueApi As(string username) => _people.TryGetValue(username, out var person)
        ? person
        : _people[username] = new QueueApi(server.Setup, username, TimeSpan.FromSeconds(30), service: string.Empty);
}
