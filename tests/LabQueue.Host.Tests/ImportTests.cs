using System.Globalization;
using System.Text.Json;
using LabQueue.Host.TakingOver;
using LabQueue.Host.Tests.Running;

namespace LabQueue.Host.Tests;

public sealed class ImportTests
{
    private static readonly string Waiting = Uid(1);
    private static readonly string Running = Uid(2);
    private static readonly string Failed = Uid(3);
    private static readonly string Hidden = Uid(4);

    [Fact]
    public async Task All_tasks_come_over_with_all_that_they_are()
    {
        using var workplace = new Workplace();
        await using var server = await workplace.ServeAsync("--role", "server");
        await using var original = await OriginalAsync();

        var report = (await ImportAsync(workplace, original, "--json")).ShouldExitWith(0).Json;

        report.GetProperty("found").GetInt32().ShouldBe(4);
        report.GetProperty("added").GetRawText().ShouldBe("""{"queued":2,"running":1,"failed":1,"ghosts":1}""");
        var waiting = await ShowAsync(workplace, Waiting);
        waiting.GetProperty("created").GetDouble().ShouldBe(1_598_626_797.25);
        waiting.GetProperty("uids").GetRawText().ShouldBe($"""["{Uid(8)}","{Uid(9)}"]""");
        (waiting.GetProperty("priority").GetInt32(), waiting.GetProperty("retries").GetInt32()).ShouldBe((-5, 1));
        (waiting.GetProperty("min_seconds").GetInt32(), waiting.GetProperty("max_seconds").GetInt32()).ShouldBe((2, 180));
        (waiting.GetProperty("chunk_size").GetInt32(), waiting.GetProperty("delay").GetInt32()).ShouldBe((7, 5));
        waiting.GetProperty("username").GetString().ShouldBe("rita");
        waiting.GetProperty("error_message").GetString().ShouldBe("no luck");
        waiting.GetProperty("slots").GetRawText().ShouldBe("[1,2]");
        waiting.GetProperty("__zeo").GetString().ShouldBe("http://127.0.0.1:8081/senaite");
        (await ShowAsync(workplace, Running)).GetProperty("status").GetString().ShouldBe("queued");
        (await ShowAsync(workplace, Hidden)).GetProperty("ghost").GetBoolean().ShouldBeTrue();
        var failed = await ShowAsync(workplace, Failed);
        failed.GetProperty("status").GetString().ShouldBe("failed");
        failed.GetProperty("error_message").GetString().ShouldBe("no luck");
        failed.GetProperty("retries").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task A_second_import_brings_only_what_is_new_and_never_what_has_ended()
    {
        using var workplace = new Workplace();
        await using var server = await workplace.ServeAsync("--role", "server");
        await using var original = await OriginalAsync();
        (await ImportAsync(workplace, original)).ShouldExitWith(0);
        (await workplace.RunAsync("tasks", "remove", Waiting)).ShouldExitWith(0);
        original.Tasks.Add(Task(Uid(5), "queued"));

        var report = (await ImportAsync(workplace, original, "--json")).ShouldExitWith(0).Json;

        report.GetProperty("added").GetProperty("queued").GetInt32().ShouldBe(1);
        report.GetProperty("already_there").GetInt32().ShouldBe(4);
    }

    [Fact]
    public async Task A_dry_run_counts_and_adds_nothing()
    {
        using var workplace = new Workplace();
        await using var server = await workplace.ServeAsync("--role", "server");
        await using var original = await OriginalAsync();

        var report = (await ImportAsync(workplace, original, "--dry-run")).ShouldExitWith(0);

        report.Output.ShouldContain("4 tasks would be added to ");
        report.Output.ShouldContain("1 that ran, queued again: see that their consumers have stopped");
        (await workplace.RunAsync("tasks", "list")).Output.ShouldBe("No task waits, and none runs.\n");
    }

    [Fact]
    public async Task What_cannot_be_taken_is_named_and_holds_up_nothing_else()
    {
        using var workplace = new Workplace();
        await using var server = await workplace.ServeAsync("--role", "server");
        await using var original = await OriginalAsync();
        original.Tasks.Add(Task("poison", "queued"));
        original.Tasks.Add(Task(Uid(6), "queued").Replace("1598626797.25", "Infinity", StringComparison.Ordinal));
        original.Tasks.Add(Task(Uid(7), "queued", new string('x', 10_001)));
        original.Tasks.Add(Task(Uid(8), "queued"));

        var text = (await ImportAsync(workplace, original)).ShouldExitWith(1);
        var json = (await ImportAsync(workplace, original, "--json")).ShouldExitWith(1).Json;

        text.Output.ShouldContain("Not taken: poison (task_x), because its uid is not 32 characters from a-z and 0-9.\n");
        text.Output.ShouldContain($"Changed: {Uid(6)} (task_x), because it has no time of creation that can be kept");
        text.Output.ShouldContain("6 tasks added to ");
        json.GetProperty("refused").EnumerateArray().Select(task => task.GetProperty("task_uid").GetString())
            .ShouldBe(["poison", Uid(7)]);
    }

    [Fact]
    public async Task More_tasks_than_one_call_takes_come_over_in_their_order()
    {
        using var workplace = new Workplace();
        await using var server = await workplace.ServeAsync("--role", "server");
        await using var original = await StandInOriginal.StartAsync();
        original.Tasks.AddRange(Enumerable.Range(100, 450).Select(number => Task(Uid(number), "queued")));

        var report = (await ImportAsync(workplace, original)).ShouldExitWith(0);

        report.Output.ShouldContain("200 of 450 are through.\n400 of 450 are through.\n450 of 450 are through.\n");
        var listed = (await workplace.RunAsync("tasks", "list", "--limit", "1000", "--json")).Json.GetProperty("tasks");
        listed.EnumerateArray().Select(task => task.GetProperty("task_uid").GetString())
            .ShouldBe(Enumerable.Range(100, 450).Select(Uid));
    }

    [Fact]
    public async Task What_is_wrong_with_the_way_to_the_original_is_told()
    {
        using var workplace = new Workplace();
        await using var server = await workplace.ServeAsync("--role", "server");
        await using var original = await OriginalAsync();

        var otherKey = await workplace.RunAsync("import", "--from", original.Address, "--auth-key", FernetToken.NewKey());
        var nobody = await ImportAsync(workplace, original, "--user", "nobody");
        var nowhere = await workplace.RunAsync("import", "--from", "http://127.0.0.1:9/senaite", "--auth-key", original.Key);
        var noSite = await workplace.RunAsync("import", "--from", "http://127.0.0.1:9", "--auth-key", original.Key);
        var noKey = await workplace.RunAsync("import", "--from", original.Address);

        otherKey.ShouldExitWith(1).Error.ShouldContain("where the key (--auth-key) is not its own");
        nobody.ShouldExitWith(1).Error.ShouldContain("does not know 'nobody'");
        nowhere.ShouldExitWith(3).Error.ShouldContain("cannot be reached");
        noSite.ShouldExitWith(2).Error.ShouldContain("--from is 'http://127.0.0.1:9'");
        noKey.ShouldExitWith(2).Error.ShouldContain("give it with --auth-key");
    }

    [Fact]
    public async Task A_site_with_roles_takes_tasks_over_from_who_may_act_for_others_only()
    {
        using var workplace = new Workplace();
        await using var server = await workplace.ServeAsync();
        await using var original = await OriginalAsync();

        var refused = await ImportAsync(workplace, original);

        refused.ShouldExitWith(1).Error.ShouldContain("Only who consumes and acts for others takes tasks over");
        (await workplace.RunAsync("tasks", "list")).Output.ShouldBe("No task waits, and none runs.\n");
    }

    [Fact]
    public void What_Python_calls_a_number_hides_no_task()
    {
        using var read = PythonJson.Parse("""[NaN,-Infinity,{"a":Infinity,"b":"NaN \" Infinity","c":-1.5}]"""u8.ToArray());

        JsonSerializer.Serialize(read.RootElement).ShouldBe("""["",null,{"a":null,"b":"NaN \u0022 Infinity","c":-1.5}]""");
    }

    private static async Task<StandInOriginal> OriginalAsync()
    {
        var original = await StandInOriginal.StartAsync();
        original.Tasks.Add(Task(Waiting, "queued"));
        original.Tasks.Add(Task(Running, "running"));
        original.Tasks.Add(Task(Failed, "failed"));
        original.Tasks.Add(Task(Hidden, "queued").Replace("\"slots\"", "\"ghost\": true, \"slots\"", StringComparison.Ordinal));
        return original;
    }

    private static Task<CommandResult> ImportAsync(Workplace workplace, StandInOriginal original, params string[] more) =>
        workplace.RunAsync(["import", "--from", original.Address, "--auth-key", original.Key, .. more]);

    private static async Task<JsonElement> ShowAsync(Workplace workplace, string uid) =>
        (await workplace.RunAsync("tasks", "show", uid, "--json")).ShouldExitWith(0).Json.GetProperty("task");

    private static string Uid(int number) => number.ToString(CultureInfo.InvariantCulture).PadLeft(32, '0');

    private static string Task(string uid, string status, string name = "task_x") =>
        $$"""
        {"task_uid": "{{uid}}", "name": "{{name}}", "context_uid": "{{Uid(9)}}", "context_path": "/senaite/worksheets/WS-1",
        "uids": ["{{Uid(8)}}", "{{Uid(9)}}"], "created": 1598626797.25, "status": "{{status}}", "error_message": "no luck",
        "min_seconds": 2, "max_seconds": 180, "priority": -5, "retries": 1, "unique": true, "chunk_size": 7, "delay": 5,
        "username": "rita", "started": 1598626790.5, "consumer_id": "http://127.0.0.1:8089", "slots": [1, 2],
        "__zeo": "http://127.0.0.1:8081/senaite", "task_url": "http://x/{{uid}}"}
        """;
}
