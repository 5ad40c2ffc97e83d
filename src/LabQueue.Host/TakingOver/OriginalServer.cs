using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using LabQueue.Host.Commands;

namespace LabQueue.Host.TakingOver;

/// <summary>A queue server of senaite.queue, asked for all that it has.</summary>
/// <param name="address">Address of server and site.</param>
/// <param name="key">The key that it shares with its clients.</param>
/// <param name="username">A user of that site.</param>
/// <param name="time">The clock.</param>
internal sealed class OriginalServer(Uri address, string key, string username, TimeProvider time) : IDisposable
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    // It has no pages: all tasks come in one answer, and it takes its time with a long one.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private readonly HttpClient _http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = !address.IsLoopback,
    })
    {
        Timeout = Patience,
    };

    /// <summary>All tasks that it has, failed ones and hidden ones, too, in its own order.</summary>
    /// <returns>An object whose <c>items</c> are the tasks.</returns>
    /// <exception cref="CommandFailedException">It does not answer, or not as a queue server.</exception>
    public async Task<JsonDocument> ReadAllAsync(CancellationToken cancellationToken)
    {
        using var response = await SendAsync(cancellationToken);
        byte[] body;
        try
        {
            body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        }
        catch (Exception broken) when (broken is HttpRequestException or IOException)
        {
            throw Unreachable(broken.Message);
        }

        var document = Parse(body) ?? throw Strange(response.StatusCode, (int)response.StatusCode >= 500
            ? "It answers like that where the key (--auth-key) is not its own."
            : "It is no JSON.");
        if (IsList(document.RootElement))
        {
            return document;
        }

        using (document)
        {
            throw response.StatusCode == HttpStatusCode.Unauthorized
                ? new CommandFailedException(
                    $"The server at {address} does not know '{username}': name a user of that site with --user. "
                    + "The clocks of both machines must agree within some seconds, too.")
                : Strange(response.StatusCode, OriginalTaskReader.Label(document.RootElement, "message") ?? "It has no tasks.");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private async Task<HttpResponseMessage> SendAsync(CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(
            HttpMethod.Post, $"{address.GetLeftPart(UriPartial.Path).TrimEnd('/')}/@@API/senaite/v1/queue_server/tasks");
        request.Headers.Add(FernetToken.Header, FernetToken.Create(key, username, time.GetUtcNow()));
        request.Content = new ByteArrayContent(
            """{"status":["queued","running","failed","ghost"],"complete":true}"""u8.ToArray());
        request.Content.Headers.ContentType = Json;
        try
        {
            return await _http.SendAsync(request, cancellationToken);
        }
        catch (HttpRequestException broken)
        {
            throw Unreachable(broken.Message);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw Unreachable($"no answer within {Wording.Duration(Patience)}");
        }
    }

    private static JsonDocument? Parse(byte[] body)
    {
        try
        {
            return PythonJson.Parse(body);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static bool IsList(JsonElement answer) =>
        answer.ValueKind == JsonValueKind.Object
        && answer.TryGetProperty("items"u8, out var items)
        && items.ValueKind == JsonValueKind.Array;

    private CommandFailedException Unreachable(string why) =>
        new($"The server at {address} cannot be reached: {why.TrimEnd('.')}.", ExitCode.NotReachable);

    private CommandFailedException Strange(HttpStatusCode status, string text) => new(string.Create(
        CultureInfo.InvariantCulture, $"The server at {address} gives no list of tasks (status {(int)status}). {text}"));
}
