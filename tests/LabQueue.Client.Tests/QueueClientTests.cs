using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json;
using LabQueue.TestKit;

namespace LabQueue.Client.Tests;

public sealed class QueueClientTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Add_answers_whole_tasks_with_the_defaults_of_the_site()
    {
        await using var server = await RunningServer.StartAsync();

        var results = await server.Client.AddAsync([Given.NewTask("t1"), Given.NewTask("t2")], Given.Clerk, Token);

        results.Select(result => result.Added).ShouldBe([true, true]);
        Wire(results[0].Task).ShouldBe(Wire(await server.Client.FindAsync(Given.Uid("t1"), Token)));
        results[0].Task.MaxSeconds.ShouldBe(120);
        results[0].Task.Username.ShouldBe(Given.Clerk.Username);
    }

    [Fact]
    public async Task A_repeated_add_is_told_and_changes_nothing()
    {
        await using var server = await RunningServer.StartAsync();
        await server.Client.AddAsync([Given.NewTask("t1")], Given.Clerk, Token);

        var results = await server.Client.AddAsync([Given.NewTask("t1"), Given.NewTask("t2")], Given.Clerk, Token);

        results.Select(result => result.Added).ShouldBe([false, true]);
        (await server.Client.ListAsync(new TaskQuery(), Token)).Tasks.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Nothing_is_added_where_one_of_the_tasks_is_none()
    {
        await using var server = await RunningServer.StartAsync();

        var refused = await Should.ThrowAsync<QueueClientException>(() =>
            server.Client.AddAsync([Given.NewTask("t1"), Given.NewTask("t2") with { Name = "" }], Given.Clerk, Token));

        refused.Status.ShouldBe(HttpStatusCode.NotAcceptable);
        refused.Message.ShouldBe("Not Acceptable - No valid task(s)");
        (await server.Client.FindAsync(Given.Uid("t1"), Token)).ShouldBeNull();
    }

    [Fact]
    public async Task The_trace_in_which_a_task_is_added_travels_with_it()
    {
        await using var server = await RunningServer.StartAsync();
        using var activity = new Activity("request").SetIdFormat(ActivityIdFormat.W3C).Start();

        await server.Client.AddAsync([Given.NewTask("t1")], Given.Clerk, Token);
        activity.Stop();
        await server.Client.AddAsync([Given.NewTask("t2")], Given.Clerk, Token);

        TraceParent.Of((await server.Client.FindAsync(Given.Uid("t1"), Token))!).SpanId.ShouldBe(activity.SpanId);
        (await server.Client.FindAsync(Given.Uid("t2"), Token))!.Extra.Contains("trace_parent"u8).ShouldBeFalse();
    }

    [Fact]
    public async Task Every_field_of_a_new_task_arrives()
    {
        await using var server = await RunningServer.StartAsync();
        var sent = Given.NewTask("t1", "täsk_\"1\"") with
        {
            Uids = Given.Uids("a", "b"),
            ErrorMessage = JsonText.FromString("früher"),
            MinSeconds = 4,
            MaxSeconds = 600,
            Priority = 7,
            Retries = 1,
            Unique = true,
            ChunkSize = 3,
            Username = "jürgen",
            Ghost = true,
            Delay = 9,
            Action = "submit",
            Lane = "lane-1",
            NotBefore = Given.Now.AddHours(1),
            OriginUid = Given.Uid("t0"),
            Extra = ExtraOf("""{"slots": [1, 2.50], "top_uid": null, "ünknown": {"a": "\u001b"}}"""),
        };

        await server.Client.AddAsync([sent], Given.Clerk, Token);

        var found = (await server.Client.FindAsync(Given.Uid("t1"), Token))!;
        Wire(found).ShouldBe(Wire(await server.Queue.FindAsync(Given.Uid("t1"), Token)));
        found.ShouldSatisfyAllConditions(
            () => found.Name.ShouldBe(sent.Name),
            () => found.Uids.ShouldBe(sent.Uids),
            () => found.ErrorMessage.ShouldBe(sent.ErrorMessage),
            () => (found.MinSeconds, found.MaxSeconds, found.Priority, found.Retries).ShouldBe((4, 600, 7, 1)),
            () => (found.Unique, found.ChunkSize, found.Username, found.Ghost).ShouldBe((true, 3, "jürgen", true)),
            () => (found.Delay, found.Action, found.Lane).ShouldBe((9, "submit", "lane-1")),
            () => (found.NotBefore, found.OriginUid).ShouldBe((sent.NotBefore, sent.OriginUid)),
            () => found.Extra.ShouldBe(sent.Extra));
    }

    [Fact]
    public async Task No_tasks_are_added_without_a_call()
    {
        await using var server = await RunningServer.StartAsync();
        await server.StopAsync();

        (await server.Client.AddAsync([], Given.Clerk, Token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_person_acts_in_their_own_name_and_says_why()
    {
        await using var server = await RunningServer.StartAsync();
        await server.Client.AddAsync([Given.NewTask("t1")], Given.Clerk, Token);

        var deleted = await server.Client.DeleteAsync(Given.Uid("t1"), Given.Manager, Token);

        deleted.Outcome.ShouldBe(ChangeOutcome.Changed);
        deleted.Task!.TaskUid.ShouldBe(Given.Uid("t1"));
        var history = await server.Client.HistoryAsync(new HistoryQuery(), Token);
        var entry = history.Entries.ShouldHaveSingleItem();
        (entry.EndedBy, entry.Reason).ShouldBe((Given.Manager.Username, Given.Manager.Reason));
        entry.Task.Status.ShouldBe(QueueTaskStatus.Deleted);
        history.Last.ShouldBe(entry.Number);
    }

    [Fact]
    public async Task Changes_of_a_task_that_is_not_there_are_told()
    {
        await using var server = await RunningServer.StartAsync();
        var uid = Given.Uid("nobody");

        (await server.Client.RequeueAsync(uid, Given.Manager, Token)).ShouldBe(new ChangeResult(ChangeOutcome.NotFound, null));
        (await server.Client.DeleteAsync(uid, Given.Manager, Token)).Outcome.ShouldBe(ChangeOutcome.NotFound);
        (await server.Client.CancelAsync(uid, Given.Manager, Token)).Outcome.ShouldBe(ChangeOutcome.NotFound);
        (await server.Client.FindAsync(uid, Token)).ShouldBeNull();
        (await server.Client.ExplainAsync(uid, Token)).ShouldBeNull();
    }

    [Fact]
    public async Task A_waiting_task_is_cancelled_at_once_and_a_running_one_is_asked_to_stop()
    {
        await using var server = await RunningServer.StartAsync();
        await server.Client.AddAsync([Given.NewTask("t1")], Given.Clerk, Token);
        var task = (await server.Client.PopAsync(Given.LeasedPop(count: 1), Token)).Tasks.ShouldHaveSingleItem();
        await server.Client.AddAsync([Given.NewTask("t2")], Given.Clerk, Token);

        (await server.Client.CancelAsync(Given.Uid("t2"), Given.Manager, Token)).Outcome.ShouldBe(ChangeOutcome.Changed);
        (await server.Client.CancelAsync(Given.Uid("t1"), Given.Manager, Token)).Outcome.ShouldBe(ChangeOutcome.Requested);

        var heartbeat = new Heartbeat("consumer-1", [new HeldTask(task.TaskUid, task.Fence!.Value)]);
        var answer = (await server.Client.HeartbeatAsync(heartbeat, Token)).ShouldHaveSingleItem();
        (answer.Held, answer.Stop).ShouldBe((true, true));
        answer.LeaseUntil.ShouldBe(Given.Now.AddSeconds(15));
    }

    [Fact]
    public async Task A_paused_queue_gives_out_nothing_until_it_goes_on()
    {
        await using var server = await RunningServer.StartAsync();
        await server.Client.AddAsync([Given.NewTask("t1")], Given.Clerk, Token);

        await server.Client.SetPausedAsync(true, Given.Manager, Token);
        (await server.Client.StatsAsync(Token)).Paused.ShouldBeTrue();
        (await server.Client.PopAsync(Given.Pop(), Token)).Tasks.ShouldBeEmpty();
        await server.Client.SetPausedAsync(false, Given.Manager, Token);

        (await server.Client.PopAsync(Given.Pop(), Token)).Tasks.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Settings_are_changed_and_refused_with_the_servers_sentence()
    {
        await using var server = await RunningServer.StartAsync();
        var names = new JsonText("""["task_a","task_b"]""");

        var changed = await server.Client.ChangeSettingsAsync(
            Change("top_priority_tasks", names), Given.Manager, Token);
        var refused = await Should.ThrowAsync<SettingException>(() =>
            server.Client.ChangeSettingsAsync(Change("max_retries", new JsonText("99")), Given.Manager, Token));

        changed.TopPriorityTasks.ShouldBe(["task_a", "task_b"]);
        refused.Message.ShouldContain("'max_retries' cannot be 99: it takes a whole number from 0 to 10.");
        var read = await server.Client.SettingsAsync(Token);
        read.TopPriorityTasks.ShouldBe(["task_a", "task_b"]);
        (read.MaxRetries, read.Users, read.Trust).ShouldBe((3, UsersMode.Token, TrustMode.Original));
    }

    private static string Wire(QueueTask? task)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            TaskJson.Write(writer, task!, urlPrefix: null);
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static Dictionary<string, JsonText> Change(string name, JsonText value) =>
        new(StringComparer.Ordinal) { [name] = value };

    private static ExtraFields ExtraOf(string json) =>
        ExtraFields.From(JsonElement.Parse(json), _ => true);
}
