using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using LabQueue.Host.Tests.Running;

namespace LabQueue.Host.Tests;

/// <summary>What <c>labqueue serve</c> runs when it is told no more: queue server, laboratory, and the laboratory's consumer.</summary>
public sealed class LaboratoryTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_first_start_has_an_empty_laboratory_that_admin_manages()
    {
        using var workplace = new Workplace();
        await using var server = await workplace.ServeAsync();
        server.Announced.GetProperty("laboratory").GetString().ShouldBe("senaite");
        using var admin = await SignInAsync(workplace, server);

        (await GetAsync(admin, "client"))["count"]!.GetValue<int>().ShouldBe(0);
        (await CreateClientAsync(admin, "Happy Hills")).ShouldBe(HttpStatusCode.OK);

        (await GetAsync(admin, "client"))["count"]!.GetValue<int>().ShouldBe(1);
        (await GetAsync(admin, "users/current"))["items"]![0]!["roles"]!.AsArray().Select(role => role!.ToString())
            .ShouldBe(["Manager", "Site Administrator"], ignoreOrder: true);
    }

    [Fact]
    public async Task Tasks_of_other_programs_are_left_to_other_consumers()
    {
        using var workplace = new Workplace();
        await using var server = await workplace.ServeAsync();
        string[] others = ["task_greet", "task_action_print", "task_generic"];
        foreach (var name in others)
        {
            (await workplace.RunAsync("tasks", "add", name, "--context-path", "/senaite", "--priority", "0")).ShouldExitWith(0);
        }

        var own = await workplace.RunAsync(
            "tasks", "add", "task_action_verify", "--context-path", "/senaite", "--uid", new string('a', 32), "--json");
        var uid = own.ShouldExitWith(0).Json.GetProperty("task").GetProperty("task_uid").GetString()!;

        // It is the last in the queue's order: a consumer that took the others would have them by then.
        (await EndAsync(workplace, uid)).GetProperty("outcomes")[0].GetProperty("outcome").GetString().ShouldBe("refused");
        var waiting = (await workplace.RunAsync("tasks", "list", "--status", "queued", "--json")).ShouldExitWith(0).Json;
        waiting.GetProperty("tasks").EnumerateArray().Select(task => task.GetProperty("name").GetString())
            .ShouldBe(others, ignoreOrder: true);
    }

    [Fact]
    public async Task A_folder_keeps_the_laboratory_at_the_site_that_it_was_begun_with()
    {
        using var workplace = new Workplace();
        await using (var first = await workplace.ServeAsync())
        {
            using var admin = await SignInAsync(workplace, first);
            (await CreateClientAsync(admin, "Happy Hills")).ShouldBe(HttpStatusCode.OK);
            (await workplace.RunAsync("site", "add", "another")).ShouldExitWith(0);
            await first.StopAsync();
        }

        await using var second = await workplace.ServeAsync();

        second.Announced.GetProperty("laboratory").GetString().ShouldBe("senaite");
        using var again = await SignInAsync(workplace, second);
        (await GetAsync(again, "client"))["count"]!.GetValue<int>().ShouldBe(1);
    }

    [Fact]
    public async Task A_site_that_leaves_its_users_to_SENAITE_has_no_laboratory()
    {
        using var workplace = new Workplace();
        await using (var alone = await workplace.ServeAsync("--role", "server"))
        {
            alone.Announced.GetProperty("laboratory").ValueKind.ShouldBe(JsonValueKind.Null);
            await alone.StopAsync();
        }

        await using var everything = await workplace.ServeAsync();

        everything.Announced.GetProperty("laboratory").ValueKind.ShouldBe(JsonValueKind.Null);
        File.Exists(workplace.File("data/lims.db")).ShouldBeFalse();
        (await workplace.RunAsync("tasks", "add", "task_x", "--context-path", "/senaite")).ShouldExitWith(0);
    }

    private static async Task<HttpClient> SignInAsync(Workplace workplace, RunningServer server)
    {
        var password = (await File.ReadAllTextAsync(workplace.File("data/admin-password"), Token)).Trim();
        return new HttpClient
        {
            BaseAddress = new Uri($"{server.Address}/@@API/senaite/v1/"),
            DefaultRequestHeaders =
            {
                Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"admin:{password}"))),
            },
        };
    }

    private static async Task<JsonObject> GetAsync(HttpClient user, string route) =>
        (await user.GetFromJsonAsync<JsonObject>(route, Token)).ShouldNotBeNull();

    private static async Task<HttpStatusCode> CreateClientAsync(HttpClient user, string title)
    {
        using var answer = await user.PostAsJsonAsync("client/create", new JsonObject { ["title"] = title, ["ClientID"] = "HH" }, Token);
        return answer.StatusCode;
    }

    private static async Task<JsonElement> EndAsync(Workplace workplace, string uid)
    {
        var deadline = TimeProvider.System.GetUtcNow() + Patience;
        while (true)
        {
            var shown = (await workplace.RunAsync("tasks", "show", uid, "--json")).ShouldExitWith(0).Json;
            if (shown.GetProperty("task").GetProperty("status").GetString() is not ("queued" or "running"))
            {
                return shown;
            }

            TimeProvider.System.GetUtcNow().ShouldBeLessThan(deadline, shown.ToString());
        }
    }
}
