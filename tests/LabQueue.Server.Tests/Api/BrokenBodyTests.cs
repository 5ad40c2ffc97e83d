using System.Net.Sockets;
using System.Text;
using LabQueue.Server.Api;
using LabQueue.TestKit.Serving;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LabQueue.Server.Tests.Api;

public sealed class BrokenBodyTests
{
    private const string Route = $"/{ServerFixture.Site}/@@API/senaite/v1/queue_server/tasks";

    [Theory]
    [InlineData("chunked", "FFFFFFFFFFFFFFFF", "application/json")]
    [InlineData("chunked, chunked", "FFFFFFFFFFFFFFFF", "application/json")]
    [InlineData("chunked", "FFFFFFFFFFFFFFFF", "application/x-www-form-urlencoded")]
    [InlineData("chunked", "no size", "application/json")]
    public async Task A_chunk_of_no_valid_size_is_the_callers_fault(string encoding, string size, string type)
    {
        await using var server = await ServerFixture.StartAsync();
        var token = server.Request(HttpMethod.Post, "tasks").Headers.GetValues(FernetToken.Header).Single();

        var answer = await SendAsync(
            server,
            $"POST {Route} HTTP/1.1\r\nHost: a\r\n{FernetToken.Header}: {token}\r\nContent-Type: {type}\r\n"
            + $"Transfer-Encoding: {encoding}\r\n\r\n{size}\r\n{{}}\r\n0\r\n\r\n");

        answer.ShouldStartWith("HTTP/1.1 400 ");
        answer.ShouldContain("{\"success\":false,\"message\":\"Bad Request - ");
        server.Errors.Lines.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_caller_who_is_gone_is_neither_answered_nor_a_fault()
    {
        await using var server = await ServerFixture.StartAsync();
        using var loggers = new LoggerFactory([server.Errors]);
        var api = new ApiMiddleware(
            _ => Task.CompletedTask, server.Services.GetRequiredService<ApiServices>(), loggers.CreateLogger<ApiMiddleware>());
        using var answer = new MemoryStream();
        var context = new DefaultHttpContext();
        context.Request.Method = "POST";
        context.Request.Path = Route;
        context.Request.Host = new HostString("a");
        context.Request.ContentType = "application/json";
        context.Request.Body = new ResetStream();
        context.Request.Headers[FernetToken.Header] =
            server.Request(HttpMethod.Post, "tasks").Headers.GetValues(FernetToken.Header).Single();
        context.Response.Body = answer;

        await api.InvokeAsync(context);

        answer.Length.ShouldBe(0);
        server.Errors.Lines.ShouldBeEmpty();
    }

    private static async Task<string> SendAsync(ServerFixture server, string request)
    {
        var token = TestContext.Current.CancellationToken;
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", server.Http.BaseAddress!.Port, token);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request), token);
        using var reader = new StreamReader(stream, Encoding.ASCII);
        return await reader.ReadToEndAsync(token);
    }

    private sealed class ResetStream : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            throw new ConnectionResetException("The client closed the connection.");
    }
}
