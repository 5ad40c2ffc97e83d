using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using LabQueue.Client;
using LabQueue.Host.Tests.Running;

namespace LabQueue.Host.Tests;

public sealed class TasksTests
{
    private const string Uid = "00000000000000000000000000000001";
    private const string Nobody = "00000000000000000000000000000009";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_task_is_added_with_all_that_was_said()
    {
        using var workplace = new Workplace();
        await using var server = await workplace.ServeAsync();

        var added = await workplace.RunAsync(
            "tasks", "add", "task_x", "--context-path", "/senaite/worksheets/WS-1", "--context-uid", Nobody, "--task-uid", Uid,
            "--uid", Nobody, Uid, "--priority", "3", "--chunk-size", "5", "--retries", "1", "--max-seconds", "60", "--delay", "7",
            "--lane", "l", "--unique", "--field", "slots=[1,2]", "--field", "note=two words", "--json");

        var task = added.ShouldExitWith(0).Json.GetProperty("task");
        added.Json.GetProperty("added").GetBoolean().ShouldBeTrue();
        task.GetProperty("created").GetDouble().ShouldBeGreaterThan(0);
        Without(task, "created").ShouldBe(
            $$"""
            {"task_uid":"{{Uid}}","name":"task_x","context_uid":"{{Nobody}}","context_path":"/senaite/worksheets/WS-1",
            "uids":["{{Nobody}}","{{Uid}}"],"status":"queued","error_message":null,"min_seconds":0,"max_seconds":60,"priority":3,
            "retries":1,"unique":true,"chunk_size":5,"username":"admin","delay":7,"lane":"l","slots":[1,2],"note":"two words"}
            """.ReplaceLineEndings(string.Empty));
    }

    [Fact]
    public async Task A_task_that_is_there_already_is_not_added()
    {
        using var workplace = new Workplace();
        await using var server = await workplace.ServeAsync();
        await AddAsync(workplace, "task_x");

        var again = await workplace.RunAsync("tasks", "add", "task_x", "--context-path", "/senaite", "--task-uid", Uid);

        again.ShouldExitWith(1).Output.ShouldStartWith($"Not added: the queue has {Uid} already");
    }

    [Fact]
    public async Task Tasks_are_listed_for_people_and_for_programs()
    {
        using var workplace = new Workplace();
        await using var server = await workplace.ServeAsync();
        await AddAsync(workplace, "task_\u001b[31mred");

        var text = (await workplace.RunAsync("tasks", "list")).ShouldExitWith(0);
        var json = (await workplace.RunAsync("tasks", "list", "--limit", "1", "--json")).ShouldExitWith(0).Json;

        text.Output.ShouldStartWith("Task  ");
        text.Output.ShouldContain($"{Uid}  queued  task_\\u001b[31mred  /senaite");
        json.GetProperty("tasks")[0].GetProperty("task_uid").GetString().ShouldBe(Uid);
        json.GetProperty("next").ValueKind.ShouldBeOneOf(JsonValueKind.String, JsonValueKind.Null);
    }

    [Fact]
    public async Task Tasks_are_found_by_words_those_that_ended_too()
    {
        using var workplace = new Workplace();
        await using var server = await workplace.ServeAsync();
        await AddAsync(workplace, "task_x");
        (await workplace.RunAsync("tasks", "remove", Uid)).ShouldExitWith(0);

        var all = await workplace.RunAsync("tasks", "list", "--search", "task_x", "--status", "all");
        var waiting = await workplace.RunAsync("tasks", "list", "--search", "task_x");
        var wrong = await workplace.RunAsync("tasks", "list", "--search", "task_x", "--after", "x");

        all.ShouldExitWith(0).Output.ShouldContain($"{Uid}  deleted  task_x");
        waiting.ShouldExitWith(0).Output.ShouldBe("No task is like that.\n");
        wrong.ShouldExitWith(2).Error.ShouldContain("--after 'x'");
    }

    [Fact]
    public async Task A_task_is_given_another_priority()
    {
        using var workplace = new Workplace();
        await using var server = await workplace.ServeAsync();
        await AddAsync(workplace, "task_x");

        (await workplace.RunAsync("tasks", "priority", "2", Uid)).ShouldExitWith(0).Output.ShouldBe($"{Uid}  moved\n");

        var shown = (await workplace.RunAsync("tasks", "list", "--json")).ShouldExitWith(0).Json;
        shown.GetProperty("tasks")[0].GetProperty("priority").GetInt32().ShouldBe(2);
    }

    [Fact]
    public async Task An_empty_list_says_so()
    {
        using var workplace = new Workplace();
        await using var server = await workplace.ServeAsync();

        var all = await workplace.RunAsync("tasks", "list");
        var failed = await workplace.RunAsync("tasks", "list", "--status", "failed");
        var json = await workplace.RunAsync("tasks", "list", "--json");

        all.ShouldExitWith(0).Output.ShouldBe("No task waits, and none runs.\n");
        failed.ShouldExitWith(0).Output.ShouldBe("No task is like that.\n");
        json.ShouldExitWith(0).Output.ShouldBe("""{"tasks":[],"next":null}""" + "\n");
    }

    [Fact]
    public async Task A_task_is_shown_with_its_end()
    {
        using var workplace = new Workplace();
        await using var server = await workplace.ServeAsync();
        await AddAsync(workplace, "task_x");
        (await workplace.RunAsync("tasks", "remove", Uid)).ShouldExitWith(0).Output.ShouldBe($"{Uid}  removed\n");

        var text = (await workplace.RunAsync("tasks", "show", Uid)).ShouldExitWith(0);
        var json = (await workplace.RunAsync("tasks", "show", Uid, "--json")).ShouldExitWith(0).Json;

        text.Output.ShouldStartWith("task_x, /senaite: deleted\n");
        text.Output.ShouldContain("by admin (command line)");
        json.GetProperty("end").GetProperty("ended_by").GetString().ShouldBe("admin");
    }

    [Fact]
    public async Task Each_task_of_a_change_is_told_and_one_that_is_missing_makes_it_fail()
    {
        using var workplace = new Workplace();
        await using var server = await workplace.ServeAsync();
        await AddAsync(workplace, "task_x");

        var text = await workplace.RunAsync("tasks", "requeue", Uid, Nobody);
        var json = await workplace.RunAsync("tasks", "requeue", Nobody, "--json");
        var shown = await workplace.RunAsync("tasks", "show", Nobody);

        text.ShouldExitWith(1).Output.ShouldBe($"{Uid}  requeued\n{Nobody}  not found\n");
        json.ShouldExitWith(1).Output.ShouldBe(
            $$"""{"tasks":[{"task_uid":"{{Nobody}}","outcome":"not_found"}]}""" + "\n");
        shown.ShouldExitWith(1).Error.ShouldContain($"The queue has no task {Nobody}");
    }

    [Fact]
    public async Task A_task_is_cancelled_at_once_while_it_waits_and_later_while_it_runs()
    {
        using var workplace = new Workplace();
        await using var server = await workplace.ServeAsync("--role", "server");
        await AddAsync(workplace, "task_x");
        (await workplace.RunAsync("tasks", "cancel", Uid, Nobody)).ShouldExitWith(1)
            .Output.ShouldBe($"{Uid}  cancelled\n{Nobody}  not found\n");
        await AddAsync(workplace, "task_x");
        await PopAsync(workplace, server);

        var running = await workplace.RunAsync("tasks", "cancel", Uid, "--json");
        var wrong = await workplace.RunAsync("tasks", "cancel", "x");

        running.ShouldExitWith(0).Output.ShouldBe($$"""{"tasks":[{"task_uid":"{{Uid}}","outcome":"requested"}]}""" + "\n");
        wrong.ShouldExitWith(2).Error.ShouldContain("'x' is no uid of a task");
    }

    [Fact]
    public async Task A_queue_is_paused_and_resumed()
    {
        using var workplace = new Workplace();
        await using var server = await workplace.ServeAsync("--role", "server");
        await AddAsync(workplace, "task_x");

        var pause = await workplace.RunAsync("pause");
        var stats = await workplace.RunAsync("stats");
        var whilePaused = await PopAsync(workplace, server);
        var resume = await workplace.RunAsync("resume", "--json");
        var afterwards = await PopAsync(workplace, server);

        pause.ShouldExitWith(0).Output.ShouldBe("The queue gives out no more work, until 'labqueue resume'. What runs may end.\n");
        stats.ShouldExitWith(0).Output.ShouldStartWith("Paused: 1 queued");
        whilePaused.ShouldBeNull();
        resume.ShouldExitWith(0).Output.ShouldBe("""{"paused":false}""" + "\n");
        afterwards.ShouldBe(Uid);
    }

    [Theory]
    [InlineData("text")]
    [InlineData("json")]
    public async Task Watching_writes_a_line_for_each_thing_that_happens(string form)
    {
        using var workplace = new Workplace();
        await using var server = await workplace.ServeAsync();
        using var watch = workplace.Start(form == "json" ? ["tasks", "watch", "--json"] : ["tasks", "watch"]);
        if (form == "text")
        {
            (await watch.StandardOutput.ReadLineAsync(Token)).ShouldBe("0 queued, 0 running, 0 failed, 0 done.");
        }

        var line = watch.StandardOutput.ReadLineAsync(Token).AsTask();
        while (!line.IsCompleted)
        {
            // It may not listen yet; the first that it hears is enough.
            await workplace.RunAsync("tasks", "add", "task_x", "--context-path", "/senaite");
        }

        var told = (await line)!;
        using var interrupt = Process.Start("kill", ["-INT", watch.Id.ToString(CultureInfo.InvariantCulture)]);
        await watch.WaitForExitAsync(Token);
        watch.ExitCode.ShouldBe(0);
        if (form == "json")
        {
            JsonElement.Parse(told).GetProperty("kind").GetString().ShouldBe("added");
        }
        else
        {
            told.ShouldMatch(@"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC  added      [0-9a-f]{32}  task_x  admin$");
        }
    }

    [Fact]
    public async Task Figures_and_settings_are_told()
    {
        using var workplace = new Workplace();
        await using var server = await workplace.ServeAsync();
        await AddAsync(workplace, "task_x");

        var stats = (await workplace.RunAsync("stats", "--json")).ShouldExitWith(0).Json;
        var text = (await workplace.RunAsync("stats")).ShouldExitWith(0);
        var set = (await workplace.RunAsync("settings", "set", "max_retries", "7", "--json")).ShouldExitWith(0).Json;
        var list = (await workplace.RunAsync("settings", "set", "top_priority_tasks", "a, b")).ShouldExitWith(0);
        var refused = await workplace.RunAsync("settings", "set", "max_retries", "70");

        stats.GetProperty("queued").GetInt64().ShouldBe(1);
        text.Output.ShouldStartWith("1 queued, 0 running, 0 failed, 0 done; the oldest task waits ");
        set.GetProperty("max_retries").GetInt32().ShouldBe(7);
        list.Output.ShouldContain("top_priority_tasks    a, b\n");
        refused.ShouldExitWith(1).Error.ShouldContain("'max_retries' cannot be 70: it takes a whole number from 0 to 10.");
    }

    [Fact]
    public async Task A_server_elsewhere_is_named_with_its_key()
    {
        using var workplace = new Workplace();
        var key = FernetToken.NewKey();
        await using var server = await workplace.ServeAsync("--auth-key", key);

        var named = await workplace.RunAsync(
            "tasks", "list", "--server", server.Address, "--auth-key", key, "--user", "admin", "--data", "nothing");
        var keyless = await workplace.RunAsync("tasks", "list", "--server", server.Address, "--data", "nothing");
        var stranger = await workplace.RunAsync("tasks", "list", "--auth-key", FernetToken.NewKey());

        named.ShouldExitWith(0);
        keyless.ShouldExitWith(2).Error.ShouldContain("There is no key for site 'senaite': give it with --auth-key");
        stranger.ShouldExitWith(1).Error.ShouldContain($"Unauthorized: {server.Address} does not take the user 'admin' with this key.");
    }

    [Fact]
    public async Task Of_several_servers_one_that_is_there_is_asked()
    {
        using var workplace = new Workplace();
        await using var server = await workplace.ServeAsync();
        const string nobody = "http://127.0.0.1:1/senaite";

        var one = await workplace.RunAsync("stats", "--server", nobody, "--server", server.Address);
        var none = await workplace.RunAsync("stats", "--server", nobody, "--server", "http://127.0.0.1:2/senaite");

        one.ShouldExitWith(0);
        none.ShouldExitWith(3).Error.ShouldContain($"The queue server at {nobody} cannot be reached: Connection refused.");
        none.Error.ShouldContain("The queue server at http://127.0.0.1:2/senaite cannot be reached: Connection refused.");
    }

    [Fact]
    public async Task A_server_that_is_not_reachable_is_exit_code_3()
    {
        using var workplace = new Workplace();
        string address;
        await using (var server = await workplace.ServeAsync())
        {
            address = server.Address;
            await server.StopAsync();
        }

        var result = await workplace.RunAsync("stats", "--server", address);

        result.ShouldExitWith(3).Error.ShouldBe(
            $"labqueue: The queue server at {address} cannot be reached: Connection refused.\n");
    }

    [Fact]
    public async Task A_person_who_may_not_act_for_others_is_told()
    {
        using var workplace = new Workplace();
        await using var server = await workplace.ServeAsync();

        var added = await workplace.RunAsync("tasks", "add", "task_x", "--context-path", "/senaite", "--username", "anna");

        added.ShouldExitWith(0).Error.ShouldBe("labqueue: It runs as admin, who may not act for anna.\n");
    }

    private static async Task<string?> PopAsync(Workplace workplace, RunningServer server)
    {
        var key = await File.ReadAllTextAsync(workplace.File("data/keys/senaite.key"), Token);
        using var client = new QueueClient(
            new QueueClientOptions { BaseAddress = new Uri(server.Address), AuthKey = key.Trim(), Username = "admin" });
        return (await client.PopAsync(new PopRequest("consumer-1"), Token)).Tasks.SingleOrDefault()?.TaskUid;
    }

    private static async Task AddAsync(Workplace workplace, string name) =>
        (await workplace.RunAsync("tasks", "add", name, "--context-path", "/senaite", "--task-uid", Uid)).ShouldExitWith(0);

    private static string Without(JsonElement task, string name) => JsonSerializer.Serialize(
        task.EnumerateObject().Where(field => field.Name != name).ToDictionary(field => field.Name, field => field.Value));
}
