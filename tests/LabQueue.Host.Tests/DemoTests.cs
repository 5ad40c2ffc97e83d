using System.Net;
using System.Text.Json;
using LabQueue.Host.Tests.Running;

namespace LabQueue.Host.Tests;

public sealed class DemoTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_demo_has_tasks_in_each_state_and_a_second_start_changes_nothing()
    {
        using var workplace = new Workplace();
        JsonElement before;
        await using (var first = await workplace.ServeAsync("--demo", "--role", "server"))
        {
            before = await StatsAsync(workplace);
            await first.StopAsync();
        }

        before.GetProperty("queued").GetInt32().ShouldBeGreaterThan(20);
        before.GetProperty("running").GetInt32().ShouldBe(3);
        before.GetProperty("failed").GetInt32().ShouldBe(3);
        before.GetProperty("done").GetInt32().ShouldBe(10);
        await using var second = await workplace.ServeAsync("--demo", "--role", "server");
        var after = await StatsAsync(workplace);

        foreach (var figure in (string[])["queued", "running", "failed", "done", "oldest_queued", "names"])
        {
            after.GetProperty(figure).ToString().ShouldBe(before.GetProperty(figure).ToString());
        }
    }

    [Fact]
    public async Task The_demo_shows_progress_refusals_errors_and_what_waits_for_its_time()
    {
        using var workplace = new Workplace();
        await using var server = await workplace.ServeAsync("--demo", "--role", "server");

        var list = (await workplace.RunAsync("tasks", "list", "--status", "all")).ShouldExitWith(0);
        var tasks = (await workplace.RunAsync("tasks", "list", "--status", "failed", "--json")).Json.GetProperty("tasks");
        var failed = tasks[0].GetProperty("task_uid").GetString()!;

        list.Output.ShouldContain("10 of 60");
        list.Output.ShouldContain("queued, starts in ");
        (await workplace.RunAsync("tasks", "show", failed)).Output.ShouldContain("ConflictError");
    }

    [Theory]
    [InlineData("labmanager", "settings", HttpStatusCode.OK)]
    [InlineData("analyst1", "settings", HttpStatusCode.Forbidden)]
    [InlineData("analyst1", "stats", HttpStatusCode.OK)]
    [InlineData("rita", "stats", HttpStatusCode.Forbidden)]
    public async Task The_demos_users_sign_in_with_the_password_that_was_chosen(
        string username, string route, HttpStatusCode expected)
    {
        using var workplace = new Workplace();
        await using var server = await workplace.ServeAsync("--demo", "--role", "server", "--demo-password", "our-own-word");
        server.Announced.GetProperty("demo_users").GetArrayLength().ShouldBe(9);
        using var user = server.SignIn(username, "our-own-word");

        using var answer = await user.GetAsync(route, Token);

        answer.StatusCode.ShouldBe(expected);
    }

    [Fact]
    public async Task A_password_is_only_told_where_it_is_right()
    {
        using var workplace = new Workplace();
        await using (var first = await workplace.ServeAsync("--demo", "--role", "server", "--demo-password", "our-own-word"))
        {
            await first.StopAsync();
        }

        using var second = workplace.Start("serve", "--demo", "--role", "server", "--urls", "http://127.0.0.1:0");
        var lines = new List<string>();
        while (lines is not [.., "Stop it with Ctrl+C."])
        {
            lines.Add((await second.StandardOutput.ReadLineAsync(Token))!);
        }

        second.Kill();
        await second.WaitForExitAsync(Token);
        lines.ShouldContain(line => line.StartsWith("Demo users, with the passwords they have: labmanager, "));
    }

    [Fact]
    public async Task A_site_for_SENAITE_is_not_filled_though_it_has_no_tasks_yet()
    {
        using var workplace = new Workplace();
        (await workplace.RunAsync("site", "add", "senaite", "--users", "token", "--trust", "original")).ShouldExitWith(0);

        var result = await workplace.RunAsync("serve", "--demo", "--role", "server");

        result.ShouldExitWith(2).Error.ShouldContain("LabQueue:Demo (--demo) is for an empty data folder, and site 'senaite' is in use");
        (await workplace.RunAsync("user", "list", "--json")).Json.GetProperty("users").GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task A_site_that_is_in_use_gets_no_demo()
    {
        using var workplace = new Workplace();
        await using (var server = await workplace.ServeAsync())
        {
            (await workplace.RunAsync("tasks", "add", "task_x", "--context-path", "/senaite")).ShouldExitWith(0);
            await server.StopAsync();
        }

        var result = await workplace.RunAsync("serve", "--demo", "--role", "server", "--urls", "http://127.0.0.1:0");

        result.ShouldExitWith(2).Error.ShouldContain(
            "LabQueue:Demo (--demo) is for an empty data folder, and site 'senaite' is in use");
    }

    private static async Task<JsonElement> StatsAsync(Workplace workplace) =>
        (await workplace.RunAsync("stats", "--json")).ShouldExitWith(0).Json;
}
