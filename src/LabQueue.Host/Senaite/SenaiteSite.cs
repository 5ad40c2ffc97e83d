using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using LabQueue.Consumer;

namespace LabQueue.Host.Senaite;

/// <summary>A SENAITE site, which works on a task when it is told to.</summary>
/// <remarks><c>wire-protocol</c>, section 10: what the thread of the original's consumer does.</remarks>
/// <param name="address">The site's base address.</param>
/// <param name="key">The key that site and queue server share.</param>
/// <param name="consumerId">Who tells it.</param>
/// <param name="time">The clock.</param>
internal sealed class SenaiteSite(Uri address, string key, string consumerId, TimeProvider time) : IDisposable
{
    private const int MostMessageBytes = 1024 * 1024;

    private static readonly TimeSpan ConnectTime = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ProbeTime = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan FirstProbe = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LastProbe = TimeSpan.FromSeconds(10);

    private readonly string _api = $"{address.AbsoluteUri.TrimEnd('/')}/@@API/senaite/v1/";
    private readonly HttpClient _http = new(new SocketsHttpHandler
    {
        // A redirect would carry the token of a person to whoever the answer names.
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = !address.IsLoopback,
        ConnectTimeout = ConnectTime,

        // A new connection for each task, as the original's: one that a site let go of in between would look like a broken run.
        PooledConnectionLifetime = TimeSpan.Zero,
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
        MaxResponseContentBufferSize = MostMessageBytes,
    };

    /// <summary>Has the site work on a task, as the person whose task it is, and waits until that is done.</summary>
    /// <exception cref="TaskFailedException">It did not go well; the message is what the original would report.</exception>
    /// <exception cref="TaskReleasedException">The site is away; nothing was begun.</exception>
    public async Task ProcessAsync(QueueTask task, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, _api + "queue_consumer/process");
        request.Headers.Add(FernetToken.Header, FernetToken.Create(key, task.Username, time.GetUtcNow()));
        request.Content = Payload(task);
        try
        {
            using var answer = await _http.SendAsync(request, cancellationToken);
            var text = await answer.Content.ReadAsStringAsync(cancellationToken);
            Judge(answer, text);
        }
        catch (HttpRequestException broken) when (IsAway(broken))
        {
            throw Away(Innermost(broken), broken);
        }
        catch (HttpRequestException broken)
        {
            // Whether the site did the work is not known. The task comes again, as with the original.
            throw new TaskFailedException($"ConnectionError: {Innermost(broken)}", broken);
        }
        catch (OperationCanceledException slow) when (!cancellationToken.IsCancellationRequested)
        {
            throw Away($"no connection within {ConnectTime.TotalSeconds} s", slow);
        }
    }

    /// <summary>Waits until the site answers.</summary>
    public async Task WaitUntilItAnswersAsync(CancellationToken cancellationToken)
    {
        for (var wait = FirstProbe; ; wait = wait * 2 < LastProbe ? wait * 2 : LastProbe)
        {
            await Task.Delay(wait, time, cancellationToken);
            if (await AnswersAsync(cancellationToken))
            {
                return;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private static bool IsAway(HttpRequestException broken) => broken.HttpRequestError
        is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError;

    private static string Innermost(Exception exception) =>
        exception.InnerException is { } inner ? Innermost(inner) : exception.Message;

    private void Judge(HttpResponseMessage answer, string text)
    {
        var message = ReadMessage(text, out var isRefused);
        if (answer.StatusCode == HttpStatusCode.ServiceUnavailable)
        {
            // What stands before the site says that there is none behind it.
            throw Away($"503 {message ?? answer.ReasonPhrase}", inner: null);
        }

        // Where there is no such route the site's dispatcher answers 200, and says so in the object only.
        if (!answer.IsSuccessStatusCode || isRefused)
        {
            throw new TaskFailedException($"HTTPError: {(int)answer.StatusCode} {message ?? Plain(answer)}");
        }
    }

    private string Plain(HttpResponseMessage answer)
    {
        var side = (int)answer.StatusCode >= 500 ? "Server Error" : (int)answer.StatusCode >= 400 ? "Client Error" : "Redirect";
        return $"{side}: {answer.ReasonPhrase} for url: {_api}queue_consumer/process";
    }

    private static string? ReadMessage(string text, out bool isRefused)
    {
        isRefused = false;
        try
        {
            using var json = JsonDocument.Parse(text);
            if (json.RootElement.ValueKind != JsonValueKind.Object)
            {
                return null;
            }

            isRefused = json.RootElement.TryGetProperty("success"u8, out var success) && success.ValueKind == JsonValueKind.False;
            return json.RootElement.TryGetProperty("message"u8, out var message) && message.ValueKind == JsonValueKind.String
                ? message.GetString()
                : null;
        }
        catch (JsonException)
        {
            // A page for people, from the site or from something before it.
            return null;
        }
    }

    private ByteArrayContent Payload(QueueTask task)
    {
        var payload = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["task_uid"] = task.TaskUid,
            ["consumer_id"] = consumerId,
            ["__zeo"] = address.AbsoluteUri.TrimEnd('/'),
        };
        var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(payload));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return content;
    }

    private TaskReleasedException Away(string why, Exception? inner) =>
        new($"the site {address} is away: {why}", WaitUntilItAnswersAsync, inner);

    private async Task<bool> AnswersAsync(CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(ProbeTime, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            using var answer = await _http.GetAsync(
                new Uri(_api + "version"), HttpCompletionOption.ResponseHeadersRead, either.Token);
            return (int)answer.StatusCode < 500;
        }
        catch (HttpRequestException)
        {
            return false;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }
}
