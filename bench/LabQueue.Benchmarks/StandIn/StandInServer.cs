using System.Buffers;
using System.Text.Json;
using LabQueue.Benchmarks.Running;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace LabQueue.Benchmarks.StandIn;

/// <summary>
/// The least that an HTTP server on Kestrel can do with a task and still keep it: it reads its JSON, and stores it. It takes
/// the same requests as LabQueue, and does not look at their tokens.
/// </summary>
internal static class StandInServer
{
    /// <summary>Serves until it is told to stop.</summary>
    /// <param name="port">Where it listens.</param>
    /// <param name="folder">Where it stores.</param>
    public static async Task<int> RunAsync(int port, string folder)
    {
        using var store = new StandInStore(folder);
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls(ServerProcess.Url(port));
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        builder.Logging.ClearProviders();
        await using var app = builder.Build();
        app.Run(context => AnswerAsync(context, store));
        await app.RunAsync();
        return 0;
    }

    private static async Task AnswerAsync(HttpContext context, StandInStore store)
    {
        var path = context.Request.Path.Value!;
        if (path == "/readyz")
        {
            return;
        }

        var (body, length) = await ReadAsync(context.Request);
        var answer = path.EndsWith("/add", StringComparison.Ordinal)
            ? await store.AddAsync(ReadTasks(body.AsMemory(0, length)))
            : await FinishAndTakeAsync(store, path, body.AsMemory(0, length));
        ArrayPool<byte>.Shared.Return(body);
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = answer.Length;
        await context.Response.BodyWriter.WriteAsync(answer);
    }

    private static Task<byte[]> FinishAndTakeAsync(StandInStore store, string path, ReadOnlyMemory<byte> body)
    {
        var wish = JsonSerializer.Deserialize(body.Span, StandInJson.Default.StandInWish)!;
        return path.EndsWith("/done", StringComparison.Ordinal)
            ? store.FinishAndTakeAsync([wish.Fence], string.Empty, 0, asList: false)
            : store.FinishAndTakeAsync(
                [.. (wish.Reports ?? []).Select(report => report.Fence)], wish.ConsumerId ?? string.Empty, wish.Count ?? 1, wish.Count is not null);
    }

    private static List<StandInTask> ReadTasks(ReadOnlyMemory<byte> body)
    {
        if (body.Span[0] == '{')
        {
            return [JsonSerializer.Deserialize(body.Span, StandInJson.Default.StandInTask)! with { Payload = body }];
        }

        var tasks = new List<StandInTask>();
        var reader = new Utf8JsonReader(body.Span);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
        {
            var start = (int)reader.TokenStartIndex;
            var task = JsonSerializer.Deserialize(ref reader, StandInJson.Default.StandInTask)!;
            tasks.Add(task with { Payload = body[start..(int)reader.BytesConsumed] });
        }

        return tasks;
    }

    private static async ValueTask<(byte[] Bytes, int Length)> ReadAsync(HttpRequest request)
    {
        var length = (int)(request.ContentLength ?? 0);
        var bytes = ArrayPool<byte>.Shared.Rent(length);
        var read = await request.BodyReader.ReadAtLeastAsync(length);
        read.Buffer.CopyTo(bytes);
        request.BodyReader.AdvanceTo(read.Buffer.End);
        return (bytes, length);
    }
}
