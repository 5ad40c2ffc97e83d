using System.Buffers;
using System.Text.Json;
using LabQueue.TestKit;

namespace LabQueue.Server.Tests.Api;

public sealed class TaskJsonTests
{
    private const string Prefix = "http://127.0.0.1:8090/senaite/@@API/senaite/v1/queue_server/";

    [Fact]
    public void A_task_with_every_field_comes_back_as_it_was()
    {
        var task = Given.LeasedTask() with
        {
            Uids = ["a", "ü"],
            Created = Given.Now.AddMicroseconds(123_456),
            ErrorMessage = new JsonText("{\"a\":[1,null]}"),
            MinSeconds = -1,
            MaxSeconds = int.MaxValue,
            Priority = int.MinValue,
            Unique = true,
            Ghost = true,
            Delay = 5,
            Action = "submit",
            Lane = "balance-1",
            NotBefore = Given.Now.AddDays(1),
            OriginUid = Given.Uid("t0"),
            Orphaned = 2,
            CancelRequested = true,
            Progress = new TaskProgress(1, 2, 3, 4),
            Extra = ExtraFields.From(JsonElement.Parse("""{"slots":[1,2,null],"note":"Ω"}"""), _ => true),
            Attempts = 0,
            Arrival = 0,
        };

        var read = Read(Write(task));

        (read with { Uids = task.Uids }).ShouldBe(task);
        read.Uids.ShouldBe(task.Uids);
    }

    [Fact]
    public void A_new_task_says_nothing_that_the_original_does_not_know()
    {
        var json = JsonElement.Parse(Write(Given.Task()));

        json.EnumerateObject().Select(property => property.Name).ShouldBe(
            [
                "task_uid", "name", "context_uid", "context_path", "uids", "created", "status", "error_message", "min_seconds",
                "max_seconds", "priority", "retries", "unique", "chunk_size", "username", "task_url",
            ],
            ignoreOrder: true);
        json.GetProperty("task_url").GetString().ShouldBe(Prefix + Given.Uid("t1"));
    }

    [Fact]
    public void A_short_task_has_exactly_the_keys_of_the_original()
    {
        var json = JsonElement.Parse(Write(writer => TaskJson.WriteShort(writer, Given.LeasedTask(), Prefix)));

        json.EnumerateObject().Select(property => property.Name).ShouldBe(
            ["task_uid", "name", "priority", "status", "retries", "username", "created", "task_url"], ignoreOrder: true);
        json.GetProperty("created").GetString().ShouldBe("Tue Nov 14 22:13:20 2023");
    }

    [Fact]
    public void A_day_below_ten_is_padded_with_a_blank()
    {
        TaskJson.ToCTime(new DateTimeOffset(2026, 1, 5, 8, 0, 3, 999, TimeSpan.Zero)).ShouldBe("Mon Jan  5 08:00:03 2026");
    }

    [Theory]
    [InlineData(1_700_000_000_000_000, "1700000000")]
    [InlineData(1_700_000_000_500_000, "1700000000.5")]
    [InlineData(1_598_626_797_746_630, "1598626797.74663")]
    [InlineData(1_000_001, "1.000001")]
    [InlineData(0, "0")]
    [InlineData(-500_000, "-0.5")]
    [InlineData(-10_500_000, "-10.5")]
    [InlineData(253_402_214_400_000_000, "253402214400")]
    public void A_time_is_a_number_exact_to_the_microsecond(long microseconds, string text)
    {
        var json = Write(Given.Task() with { Created = UnixTime.FromMicroseconds(microseconds) });

        json.ShouldContain($"\"created\":{text},");
        Read(json).Created.ToMicroseconds().ShouldBe(microseconds);
    }

    [Theory]
    [InlineData("ghost", "\"no\"")]
    [InlineData("ghost", "false")]
    [InlineData("delay", "\"3\"")]
    [InlineData("delay", "2.5")]
    [InlineData("action", "[1]")]
    public void A_value_that_was_kept_as_it_came_is_there_once_and_as_it_came(string field, string sent)
    {
        var task = Given.Task() with
        {
            Ghost = field == "ghost",
            Delay = field == "delay" ? 3 : null,
            Extra = ExtraFields.From(JsonElement.Parse($"{{\"{field}\":{sent}}}"), _ => true),
        };

        var json = JsonElement.Parse(Write(task));

        json.EnumerateObject().Count(property => property.Name == field).ShouldBe(1);
        json.GetProperty(field).GetRawText().ShouldBe(sent);
    }

    [Fact]
    public void A_task_as_deep_as_allowed_can_be_read_from_a_list()
    {
        var deep = JsonElement.Parse($"{{\"x\":{new string('[', 31)}{new string(']', 31)}}}");
        var json = $"{{\"items\":[{Write(Given.Task() with { Extra = ExtraFields.From(deep, _ => true) })}]}}";

        using var answer = JsonDocument.Parse(json, QueueJson.AnswerOptions);

        TaskJsonReader.Read(answer.RootElement.GetProperty("items")[0]).Extra.ToString().ShouldBe(deep.GetRawText());
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("{\"task_uid\": 5}")]
    public void What_is_no_task_is_not_read(string json)
    {
        Should.Throw<JsonException>(() => Read(json));
    }

    private static string Write(QueueTask task) => Write(writer => TaskJson.Write(writer, task, Prefix));

    private static string Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, QueueJson.WriterOptions))
        {
            write(writer);
        }

        return System.Text.Encoding.ASCII.GetString(buffer.WrittenSpan);
    }

    private static QueueTask Read(string json) => TaskJsonReader.Read(JsonElement.Parse(json));
}
