using System.Text.Json;
using System.Text.Json.Nodes;
using LabQueue.Server.Api;
using LabQueue.TestKit;

namespace LabQueue.Server.Tests.Api;

public sealed class NewTaskReaderTests
{
    [Theory]
    [InlineData("7", 7)]
    [InlineData("\"7\"", 7)]
    [InlineData("\" 7.9 \"", 7)]
    [InlineData("9.9", 9)]
    [InlineData("-9.9", -9)]
    [InlineData("1e3", 1_000)]
    [InlineData("true", 1)]
    [InlineData("false", 0)]
    [InlineData("null", 10)]
    [InlineData("\"high\"", 10)]
    [InlineData("\"\"", 10)]
    [InlineData("[]", 10)]
    [InlineData("{}", 10)]
    [InlineData("2147483647", int.MaxValue)]
    public void A_number_is_read_as_the_original_reads_it(string sent, int priority)
    {
        Read("priority", sent).Priority.ShouldBe(priority);
    }

    [Theory]
    [InlineData("priority", "2147483648")]
    [InlineData("retries", "1e300")]
    [InlineData("chunk_size", "\"inf\"")]
    [InlineData("min_seconds", "\"-Infinity\"")]
    [InlineData("max_seconds", "\"nan\"")]
    [InlineData("delay", "\"1e400\"")]
    [InlineData("created", "1e300")]
    [InlineData("created", "\"inf\"")]
    [InlineData("created", "253402300800")]
    [InlineData("created", "-1e11")]
    [InlineData("not_before", "1e20")]
    [InlineData("not_before", "\"2027-01-01T00:00:00Z\"")]
    [InlineData("not_before", "\"soon\"")]
    [InlineData("not_before", "\"\"")]
    [InlineData("not_before", "true")]
    [InlineData("not_before", "[1700000100]")]
    [InlineData("task_uid", "\"not-a-uid\"")]
    [InlineData("task_uid", "5")]
    [InlineData("task_uid", "\"0\"")]
    [InlineData("name", "5")]
    [InlineData("context_uid", "\"short\"")]
    [InlineData("context_path", "8")]
    [InlineData("context_path", "\"/a\\u0000b\"")]
    [InlineData("uids", "null")]
    [InlineData("uids", "7")]
    [InlineData("uids", "[[]]")]
    [InlineData("uids", "{}")]
    [InlineData("username", "[]")]
    [InlineData("lane", "5")]
    [InlineData("origin_uid", "\"x\"")]
    public void What_would_do_harm_later_is_refused(string field, string sent)
    {
        var refused = Should.Throw<ApiRefusedException>(() => Read(field, sent));

        refused.Error.Status.ShouldBe(400);
        refused.Error.Message.ShouldStartWith($"Bad Request - '{field}'");
    }

    [Theory]
    [InlineData("name", "null")]
    [InlineData("name", "\"\"")]
    [InlineData("name", "0")]
    [InlineData("context_uid", "\"\"")]
    [InlineData("context_path", "[]")]
    public void What_has_no_name_or_context_is_no_task(string field, string sent)
    {
        Should.Throw<ApiRefusedException>(() => Read(field, sent)).Error.ShouldBe(ApiError.NoValidTask);
    }

    [Fact]
    public void Nothing_is_due_after_the_last_time_there_is()
    {
        var task = Task();
        task["created"] = UnixTime.LatestSeconds;
        task["delay"] = 86_401;

        Should.Throw<ApiRefusedException>(() => Read(task)).Error.Status.ShouldBe(400);
    }

    [Theory]
    [InlineData("true", true)]
    [InlineData("\"Y\"", true)]
    [InlineData("\"yes\"", true)]
    [InlineData("1", true)]
    [InlineData("\"TRUE\"", true)]
    [InlineData("false", false)]
    [InlineData("\"on\"", false)]
    [InlineData("1.0", false)]
    [InlineData("null", false)]
    [InlineData("[1]", false)]
    public void Unique_is_what_its_text_says(string sent, bool isUnique)
    {
        Read("unique", sent).Unique.ShouldBe(isUnique);
    }

    [Theory]
    [InlineData("\"maria\"", "maria")]
    [InlineData("77", "77")]
    [InlineData("true", "True")]
    [InlineData("null", "None")]
    [InlineData("\"\"", "")]
    public void A_username_is_turned_to_text(string sent, string username)
    {
        Read("username", sent).Username.ShouldBe(username);
    }

    [Theory]
    [InlineData("1700000100.5", 1_700_000_100.5)]
    [InlineData("\"1700000100.5\"", 1_700_000_100.5)]
    [InlineData("null", null)]
    public void A_start_is_a_number_of_seconds_or_nothing(string sent, double? seconds)
    {
        (Read("not_before", sent).NotBefore?.ToSeconds()).ShouldBe(seconds);
    }

    [Fact]
    public void What_is_not_sent_takes_the_default()
    {
        var task = Read(Task());

        task.ShouldBe(new NewTask("n", Given.Uid("c1"), "/senaite/clients/c1") { Uids = task.Uids });
        task.Uids.ShouldBeEmpty();
    }

    [Fact]
    public void Elements_of_uids_are_turned_to_text_and_one_text_is_a_list()
    {
        Read("uids", """[1, "b", true, null, 1.5]""").Uids.ShouldBe(["1", "b", "True", "None", "1.5"]);
        Read("uids", "\"abc\"").Uids.ShouldBe(["abc"]);
    }

    [Theory]
    [InlineData("null", null)]
    [InlineData("\"\"", null)]
    [InlineData("\"¡no!\"", "¡no!")]
    [InlineData("12", "12")]
    [InlineData("[1]", "[1]")]
    public void An_error_message_is_a_text_or_nothing(string sent, string? message)
    {
        Read("error_message", sent).ErrorMessage?.ToString().ShouldBe(message);
    }

    [Theory]
    [InlineData("ghost", "true", true, false)]
    [InlineData("ghost", "1", true, true)]
    [InlineData("ghost", "\"no\"", true, true)]
    [InlineData("ghost", "false", false, true)]
    [InlineData("ghost", "[]", false, true)]
    public void A_ghost_is_one_by_Pythons_rules_and_stays_as_it_came(string field, string sent, bool isGhost, bool isKept)
    {
        var task = Read(field, sent);

        task.Ghost.ShouldBe(isGhost);
        task.Extra.Contains("ghost"u8).ShouldBe(isKept);
    }

    [Theory]
    [InlineData("5", 5, false)]
    [InlineData("\"3\"", 3, true)]
    [InlineData("2.5", 2, true)]
    [InlineData("true", 1, true)]
    [InlineData("\"junk\"", 0, true)]
    [InlineData("null", 0, true)]
    public void A_delay_is_a_number_and_stays_as_it_came(string sent, int delay, bool isKept)
    {
        var task = Read("delay", sent);

        task.Delay.ShouldBe(delay);
        task.Extra.Contains("delay"u8).ShouldBe(isKept);
    }

    [Fact]
    public void Fields_of_the_clients_own_are_kept_and_those_of_the_server_are_not_theirs_to_set()
    {
        var task = Task();
        foreach (var name in (string[])["slots", "context", "self", "__zeo", "action", "started", "consumer_id"])
        {
            task[name] = new JsonArray(1, null);
        }

        foreach (var name in (string[])["request", "fence", "lease_until", "orphaned", "progress", "task_url", "_runtime", "added"])
        {
            task[name] = 1;
        }

        var extra = JsonElement.Parse(Read(task).Extra.ToString());

        extra.EnumerateObject().Select(property => property.Name).ShouldBe(
            ["slots", "context", "self", "__zeo", "action", "started", "consumer_id"], ignoreOrder: true);
        extra.GetProperty("slots").GetRawText().ShouldBe("[1,null]");
    }

    private static JsonObject Task() => new()
    {
        ["name"] = "n",
        ["context_uid"] = Given.Uid("c1"),
        ["context_path"] = "/senaite/clients/c1",
    };

    private static NewTask Read(string field, string sent)
    {
        var task = Task();
        task[field] = JsonNode.Parse(sent);
        return Read(task);
    }

    private static NewTask Read(JsonObject task) => NewTaskReader.Read(JsonElement.Parse(task.ToJsonString()));
}
