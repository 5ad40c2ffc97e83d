using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using LabQueue.Host.Tests.Running;

namespace LabQueue.Host.Tests;

/// <summary>The demo laboratory, and a day in it, over the API of the real program.</summary>
public sealed class DemoLaboratoryTests
{
    private const string Password = "labqueue-demo";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_demo_has_300_samples_and_a_second_start_changes_nothing()
    {
        using var workplace = new Workplace();
        int before;
        await using (var first = await workplace.ServeAsync("--demo"))
        {
            first.Announced.GetProperty("demo_users").GetArrayLength().ShouldBe(9);
            using var manager = SignIn(first, "labmanager");
            (await CountAsync(manager, "analysisrequest?review_state=sample_received")).ShouldBe(300);
            (await CountAsync(manager, "analysis?review_state=unassigned")).ShouldBe(900);
            (await CountAsync(manager, "client")).ShouldBe(3);
            (await CountAsync(manager, "analysisservice")).ShouldBe(6);
            (await CountAsync(manager, "worksheettemplate")).ShouldBe(3);
            (await CountAsync(manager, "referencesample")).ShouldBe(2);
            before = await CountAsync(manager, "search");
            await first.StopAsync();
        }

        await using var second = await workplace.ServeAsync("--demo");
        using var again = SignIn(second, "labmanager");
        (await CountAsync(again, "search")).ShouldBe(before);
        (await workplace.RunAsync("user", "list", "--json")).Json.GetProperty("users").GetArrayLength().ShouldBe(10);
    }

    [Fact]
    public async Task A_demo_that_was_killed_is_completed_by_the_next_start()
    {
        using var workplace = new Workplace();
        using (var start = workplace.Start("serve", "--demo", "--urls", "http://127.0.0.1:0"))
        {
            var deadline = TimeProvider.System.GetUtcNow() + Patience;
            while (new FileInfo(workplace.File("data/lims.db-wal")) is not { Exists: true, Length: > 400_000 } && TimeProvider.System.GetUtcNow() < deadline)
            {
                await Task.Yield();
            }

            start.Kill();
            await start.WaitForExitAsync(Token);
        }

        await using var server = await workplace.ServeAsync("--demo");
        using var manager = SignIn(server, "labmanager");
        (await CountAsync(manager, "analysisrequest?review_state=sample_received")).ShouldBe(300);
        (await CountAsync(manager, "client")).ShouldBe(3);
    }

    [Fact]
    public async Task Users_of_the_command_line_are_the_laboratorys()
    {
        using var workplace = new Workplace();
        await using var server = await workplace.ServeAsync("--demo");

        (await workplace.RunWithInputAsync("another-word\n", "user", "add", "neil", "--role", "Analyst", "--password-stdin")).ShouldExitWith(0);

        using var neil = SignIn(server, "neil", "another-word");
        (await CountAsync(neil, "worksheet")).ShouldBe(0);
        (await workplace.RunAsync("user", "disable", "neil")).ShouldExitWith(0);
        (await neil.GetAsync("worksheet", Token)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_backup_has_the_laboratory_and_a_restore_brings_it_back()
    {
        using var workplace = new Workplace();
        await using (var server = await workplace.ServeAsync("--demo"))
        {
            (await workplace.RunAsync("backup", workplace.File("copy.db"))).ShouldExitWith(0).Output.ShouldContain("copy.db.lims");
            await server.StopAsync();
        }

        Directory.Delete(workplace.Data, recursive: true);
        (await workplace.RunAsync("restore", workplace.File("copy.db"))).ShouldExitWith(0);

        (await workplace.RunAsync("doctor")).Output.ShouldContain("laboratory: Schema");
        await using var again = await workplace.ServeAsync();
        using var manager = SignIn(again, "labmanager");
        (await CountAsync(manager, "analysisrequest")).ShouldBe(300);
    }

    [Fact]
    public async Task A_day_in_the_lab()
    {
        using var workplace = new Workplace();
        await using var server = await workplace.ServeAsync("--demo");
        using var clerk = SignIn(server, "clerk1");
        using var manager = SignIn(server, "labmanager");
        using var analyst = SignIn(server, "analyst1");
        using var verifier = SignIn(server, "verifier1");
        using var rita = SignIn(server, "rita");

        var contact = (await GetAsync(clerk, "contact"))["items"]![0]!;
        var client = contact["parent_uid"]!.ToString();
        var type = (await GetAsync(clerk, "sampletype"))["items"]![0]!["uid"]!.ToString();
        var samples = Enumerable.Range(0, 20).Select(_ => (JsonNode)new JsonObject
        {
            ["parent_uid"] = client,
            ["SampleType"] = type,
            ["Contact"] = contact["uid"]!.ToString(),
            ["DateSampled"] = "2026-01-05T08:00:00Z",
            ["Analyses"] = new JsonArray("Cu", "Fe"),
        });
        var registered = await DoAsync(clerk, "analysisrequest/create", new JsonArray([.. samples]));
        var uids = registered["items"]!.AsArray().Select(item => item!["uid"]!.ToString()).ToArray();
        await DoAsync(clerk, "analysisrequest/action", Request("receive", uids));

        var template = (await GetAsync(manager, "worksheettemplate"))["items"]![0]!["uid"]!.ToString();
        var made = await DoAsync(manager, "worksheet/create", new JsonObject { ["Analyst"] = "analyst1", ["WorksheetTemplate"] = template });
        var sheet = made["items"]![0]!["uid"]!.ToString();
        var rows = (await GetAsync(analyst, $"worksheet/{sheet}"))["items"]![0]!["Layout"]!.AsArray();
        rows.Select(row => row!["type"]!.ToString()).Distinct().ShouldBe(["a", "d", "b", "c"]);
        string[] analyses = [.. rows.Select(row => row!["analysis_uid"]!.ToString())];
        var results = analyses.Select(uid => (JsonNode)new JsonObject { ["uid"] = uid, ["Result"] = "10" });
        (await DoAsync(analyst, "analysis/update", new JsonArray([.. results])))["done"]!.AsArray().Count.ShouldBe(analyses.Length);
        await DoAsync(analyst, $"worksheet/{sheet}/action", Request("submit", analyses));
        (await StateAsync(manager, sheet)).ShouldBe("to_be_verified");

        await DoAsync(manager, $"worksheet/{sheet}/action", Request("retract", [analyses[0]]));
        await DoAsync(verifier, $"worksheet/{sheet}/action", Request("verify", analyses[1..]));
        (await StateAsync(manager, sheet)).ShouldBe("open");
        (await StateAsync(manager, analyses[0])).ShouldBe("retracted");
        (await StateAsync(manager, analyses[^1])).ShouldBe("verified");

        (await CountAsync(rita, "analysisrequest")).ShouldBe(0);
        var link = new JsonObject { ["username"] = "rita" };
        await DoAsync(manager, $"contact/{contact["uid"]}/link", link);
        (await CountAsync(rita, "analysisrequest")).ShouldBe(120);
        (await CountAsync(rita, "client")).ShouldBe(1);
        (await rita.GetAsync(sheet, Token)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        await DoAsync(manager, $"contact/{contact["uid"]}/unlink", link.DeepClone());
        (await CountAsync(rita, "analysisrequest")).ShouldBe(0);
    }

    private static HttpClient SignIn(RunningServer server, string username, string password = Password)
    {
        var pair = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{username}:{password}"));
        return new HttpClient
        {
            BaseAddress = new Uri($"{server.Address}/@@API/senaite/v1/"),
            DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Basic", pair) },
        };
    }

    private static JsonObject Request(string action, string[] uids) =>
        new() { ["action"] = action, ["uids"] = new JsonArray([.. uids.Select(uid => (JsonNode?)uid)]) };

    private static async Task<JsonObject> GetAsync(HttpClient user, string route) =>
        (await user.GetFromJsonAsync<JsonObject>(route, Token)).ShouldNotBeNull();

    private static async Task<int> CountAsync(HttpClient user, string route) => (await GetAsync(user, route))["count"]!.GetValue<int>();

    private static async Task<string> StateAsync(HttpClient user, string uid) => (await GetAsync(user, uid))["review_state"]!.ToString();

    // Asks for work, and waits until its task has ended with nothing refused.
    private static async Task<JsonObject> DoAsync(HttpClient user, string route, JsonNode body)
    {
        using var response = await user.PostAsJsonAsync(route, body, Token);
        var answer = (await response.Content.ReadFromJsonAsync<JsonObject>(Token)).ShouldNotBeNull();
        response.StatusCode.ShouldBe(HttpStatusCode.OK, answer.ToJsonString());
        answer["refused"]!.AsArray().ShouldBeEmpty();
        if (answer["task_uid"] is { } task)
        {
            var deadline = TimeProvider.System.GetUtcNow() + Patience;
            JsonObject outcome;
            do
            {
                outcome = await GetAsync(user, $"task/{task}/outcome");
            }
            while (outcome["status"]!.ToString() is "queued" or "running" && TimeProvider.System.GetUtcNow() < deadline);

            outcome["status"]!.ToString().ShouldBe("done");
            outcome["refused"]!.GetValue<int>().ShouldBe(0);
        }

        return answer;
    }
}
