using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace LabQueue.Host.Tests.Running;

/// <summary>
/// Stands in for the queue server of senaite.queue: its route <c>tasks</c>, with its tokens, its states, and without pages
/// (<c>wire-protocol</c>, sections 2, 4 and 8).
/// </summary>
internal sealed class StandInOriginal : IAsyncDisposable
{
    private readonly WebApplication _app;

    private StandInOriginal(WebApplication app) => _app = app;

    /// <summary>The key that it shares with its clients.</summary>
    public string Key { get; } = FernetToken.NewKey();

    /// <summary>The tasks that it has, each as Python would write it.</summary>
    public List<string> Tasks { get; } = [];

    /// <summary>Its address with the site.</summary>
    public string Address => $"{_app.Urls.First()}/senaite";

    /// <summary>Starts one.</summary>
    public static async Task<StandInOriginal> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var original = new StandInOriginal(app);
        app.MapPost("/senaite/@@API/senaite/v1/queue_server/tasks", (Delegate)original.ListAsync);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return original;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task<IResult> ListAsync(HttpContext context)
    {
        if (!FernetToken.TryDecrypt(Key, context.Request.Headers[FernetToken.Header].ToString(), out var token))
        {
            return TypedResults.Content("<html>InvalidToken</html>", "text/html", statusCode: 500);
        }

        var parts = token.Split(':', 2);
        var isLate = double.Parse(parts[0], CultureInfo.InvariantCulture) < TimeProvider.System.GetUtcNow().ToSeconds();
        if (isLate || parts[1] == "nobody")
        {
            return TypedResults.Content(
                """{"success":false,"message":"Unauthorized"}""", "application/json", statusCode: 401);
        }

        var payload = (await JsonDocument.ParseAsync(context.Request.Body)).RootElement;
        string[] status = [.. payload.GetProperty("status").EnumerateArray().Select(item => item.GetString()!)];
        payload.GetProperty("complete").GetBoolean().ShouldBeTrue();
        var found = Tasks.Where(task => IsAskedFor(task, status)).ToArray();
        return TypedResults.Content(
            $$"""{"count":{{found.Length}},"items":[{{string.Join(',', found)}}],"url":"x","zeo":"","since_time":-1,"_runtime":0.1}""",
            "application/json");
    }

    private static bool IsAskedFor(string task, string[] status)
    {
        var fields = JsonNode.Parse(task.Replace("Infinity", "null", StringComparison.Ordinal))!;
        return status.Contains((string?)fields["status"]) && (fields["ghost"] is null || status.Contains("ghost"));
    }
}
