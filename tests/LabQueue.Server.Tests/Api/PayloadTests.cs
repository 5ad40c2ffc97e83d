using System.Net.Http.Headers;
using System.Text;
using LabQueue.TestKit;
using LabQueue.TestKit.Serving;

namespace LabQueue.Server.Tests.Api;

public sealed class PayloadTests
{
    private const string NotJson = "Request Data is not JSON deserializable \u2013 Check JSON Syntax!";

    [Theory]
    [InlineData("")]
    [InlineData("{\"a\": ")]
    [InlineData("{'a': 1}")]
    [InlineData("{\"a\": NaN}")]
    [InlineData("{\"a\": Infinity}")]
    [InlineData("{} {}")]
    [InlineData("\ufeff{}")]
    public async Task What_is_no_JSON_is_told(string body)
    {
        await using var server = await ServerFixture.StartAsync();

        var refused = await server.PostTextAsync("tasks", body);

        refused.Status.ShouldBe(400);
        refused.Message.ShouldBe(NotJson);
        refused.ContentType.ShouldBe("application/json");
        refused.Text.ShouldContain("\\u2013");
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("5")]
    [InlineData("\"text\"")]
    [InlineData("true")]
    public async Task What_is_no_object_is_told(string body)
    {
        await using var server = await ServerFixture.StartAsync();

        (await server.PostTextAsync("tasks", body)).Message.ShouldBe("Bad Request - The request's data must be one object");
    }

    [Fact]
    public async Task Half_a_surrogate_pair_is_no_text()
    {
        await using var server = await ServerFixture.StartAsync();

        (await server.PostTextAsync("tasks", "{\"name\": \"\\ud800\"}")).Status.ShouldBe(400);
        (await server.PostTextAsync("add", "{\"x\": {\"\\uDC00\": 1}}")).Status.ShouldBe(400);
        (await server.PostTextAsync("tasks", "{\"name\": \"\\ud83d\\ude00\"}")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Bytes_that_are_no_UTF8_are_no_text()
    {
        await using var server = await ServerFixture.StartAsync();
        using var request = server.Request(HttpMethod.Post, "tasks");
        request.Content = new ByteArrayContent([.. "{\"name\": \""u8, 0xff, .. "\"}"u8]);
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");

        (await server.SendAsync(request)).Message.ShouldBe("Bad Request - The request's data is no UTF-8");
    }

    [Theory]
    [InlineData(32, 200)]
    [InlineData(33, 400)]
    [InlineData(5_000, 400)]
    public async Task JSON_is_nested_at_most_32_deep(int depth, int status)
    {
        await using var server = await ServerFixture.StartAsync();
        var body = "{\"a\": " + new string('[', depth - 1) + new string(']', depth - 1) + "}";

        var answer = await server.PostTextAsync("tasks", body);

        answer.Status.ShouldBe(status);
        if (status == 400)
        {
            answer.Message.ShouldBe("Bad Request - The request's data is nested deeper than 32 levels");
        }
    }

    [Theory]
    [InlineData("name", 10_000, 200)]
    [InlineData("name", 10_001, 400)]
    [InlineData("own_field", 10_001, 400)]
    [InlineData("error_message", 65_536, 200)]
    [InlineData("error_message", 65_537, 400)]
    public async Task A_text_has_a_limit(string field, int length, int status)
    {
        await using var server = await ServerFixture.StartAsync();
        var task = new Dictionary<string, object>
        {
            ["name"] = "n",
            ["context_uid"] = Given.Uid("c1"),
            ["context_path"] = "/senaite/clients/c1",
            [field] = new string('ä', length),
        };

        (await server.PostAsync("add", task)).Status.ShouldBe(status);
    }

    [Fact]
    public async Task A_body_above_8_MiB_is_refused_whether_its_length_is_told_or_not()
    {
        await using var server = await ServerFixture.StartAsync();
        var body = $"{{\"a\": [{new string(' ', QueueLimits.BodyBytes)}]}}";

        var told = await server.PostTextAsync("tasks", body);
        using var request = server.Request(HttpMethod.Post, "tasks");
        request.Headers.TransferEncodingChunked = true;
        request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        var chunked = await server.SendAsync(request);

        var form = await PostFormAsync(server, "tasks", "a=" + new string('x', QueueLimits.BodyBytes));

        form.Status.ShouldBe(413);
        told.Status.ShouldBe(413);
        told.Message.ShouldBe("Payload Too Large - A request has at most 8388608 bytes");
        chunked.Status.ShouldBe(413);
    }

    [Fact]
    public async Task A_form_is_texts_and_lists_of_texts()
    {
        await using var server = await ServerFixture.StartAsync();

        var answer = await PostFormAsync(
            server,
            "add?name=n",
            "context_path=%2Fsenaite%2Fclients%2Fc1&uids=a&uids=b&numbers:list=1&count:int=5&flag:boolean=x&odd:kind=y"
            + $"&context_uid={Given.Uid("c1")}&task_uid={Given.Uid("t1")}");
        var task = (await server.GetAsync(Given.Uid("t1"))).Json;

        answer.Status.ShouldBe(200);
        task.GetProperty("name").GetString().ShouldBe("n");
        task.GetProperty("uids").GetRawText().ShouldBe("[\"a\",\"b\"]");
        task.GetProperty("numbers").GetRawText().ShouldBe("[\"1\"]");
        task.GetProperty("count").GetInt32().ShouldBe(5);
        task.GetProperty("flag").GetBoolean().ShouldBeTrue();
        task.GetProperty("odd:kind").GetString().ShouldBe("y");
    }

    [Theory]
    [InlineData("False")]
    [InlineData("no")]
    [InlineData("0")]
    [InlineData("off")]
    public async Task A_switch_in_a_form_can_be_off(string off)
    {
        await using var server = await ServerFixture.StartAsync();
        await server.Queue.AddAsync([Given.NewTask()], Given.Clerk, TestContext.Current.CancellationToken);

        (await PostFormAsync(server, "tasks", $"complete={off}")).Item.TryGetProperty("uids", out _).ShouldBeFalse();
        (await PostFormAsync(server, "tasks", "complete=1")).Item.TryGetProperty("uids", out _).ShouldBeTrue();
        (await server.PostAsync("tasks", new { complete = off })).Item.TryGetProperty("uids", out _).ShouldBeTrue();
    }

    [Fact]
    public async Task A_form_in_parts_is_a_form_too()
    {
        await using var server = await ServerFixture.StartAsync();
        using var form = new MultipartFormDataContent { { new StringContent("test-1"), "consumer_id" } };
        using var request = server.Request(HttpMethod.Post, "pop");
        request.Content = form;

        (await server.SendAsync(request)).Status.ShouldBe(200);
    }

    [Fact]
    public async Task A_body_without_a_content_type_is_a_form()
    {
        await using var server = await ServerFixture.StartAsync();
        using var request = server.Request(HttpMethod.Post, "pop");
        request.Content = new ByteArrayContent("consumer_id=test-1"u8.ToArray());

        (await server.SendAsync(request)).Status.ShouldBe(200);
    }

    [Fact]
    public async Task No_body_is_an_empty_object()
    {
        await using var server = await ServerFixture.StartAsync();
        using var request = server.Request(HttpMethod.Post, "tasks");

        (await server.SendAsync(request)).Status.ShouldBe(200);
    }

    [Theory]
    [InlineData("tasks", "{\"limit\": 0}")]
    [InlineData("tasks", "{\"limit\": 1001}")]
    [InlineData("tasks", "{\"limit\": 1.5}")]
    [InlineData("tasks", "{\"since\": \"yesterday\"}")]
    [InlineData("tasks", "{\"status\": 5}")]
    [InlineData("tasks", "{\"status\": [5]}")]
    [InlineData("tasks", "{\"name\": 5}")]
    [InlineData("diff", "{\"uids\": 5}")]
    [InlineData("search", "{\"uid\": \"dummy\"}")]
    [InlineData("pop", "{\"consumer_id\": \"test-1\", \"wait\": 31}")]
    [InlineData("pop", "{\"consumer_id\": \"test-1\", \"wait\": -1}")]
    [InlineData("pop", "{\"consumer_id\": \"test-1\", \"count\": 0}")]
    [InlineData("pop", "{\"consumer_id\": \"test-1\", \"count\": 1001}")]
    [InlineData("pop", "{\"consumer_id\": \"test-1\", \"lease\": 4}")]
    [InlineData("pop", "{\"consumer_id\": \"test-1\", \"lease\": 301}")]
    [InlineData("pop", "{\"consumer_id\": \"test-1\", \"names\": [1]}")]
    [InlineData("pop", "{\"consumer_id\": \"test-1\", \"reports\": {}}")]
    [InlineData("pop", "{\"consumer_id\": \"test-1\", \"reports\": [5]}")]
    [InlineData("pop", "{\"consumer_id\": 12345}")]
    [InlineData("heartbeat", "{\"consumer_id\": \"test-1\", \"tasks\": 5}")]
    public async Task A_value_of_the_wrong_type_or_size_is_told(string route, string body)
    {
        await using var server = await ServerFixture.StartAsync();

        var refused = await server.PostTextAsync(route, body);

        refused.Status.ShouldBe(400);
        refused.Message.ShouldStartWith("Bad Request - ");
    }

    private static async Task<ServerAnswer> PostFormAsync(ServerFixture server, string route, string form)
    {
        using var request = server.Request(HttpMethod.Post, route);
        request.Content = new StringContent(form, Encoding.UTF8, "application/x-www-form-urlencoded");
        return await server.SendAsync(request);
    }
}
