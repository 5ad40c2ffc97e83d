using System.Buffers;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace LabQueue.Client;

/// <summary>Carries calls to the server and answers back: one address, one token a call, connections kept.</summary>
internal sealed class Wire : IDisposable
{
    private const string Prefix = "/@@API/senaite/v1/queue_server/";

    private static readonly MediaTypeHeaderValue Json = new("application/json");
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(5);

    private readonly HttpClient _http;
    private readonly QueueClientOptions _options;
    private readonly TimeProvider _time;
    private readonly string _prefix;

    public Wire(QueueClientOptions options, TimeProvider time)
    {
        _options = options;
        _time = time;
        _prefix = options.BaseAddress.GetLeftPart(UriPartial.Path).TrimEnd('/') + Prefix;
        var handler = new SocketsHttpHandler
        {
            // A redirect would carry the token to whoever the answer names.
            AllowAutoRedirect = false,
            UseCookies = false,

            // A proxy knows another machine by this machine's own address.
            UseProxy = !options.BaseAddress.IsLoopback,
            ConnectTimeout = options.Timeout,
            PooledConnectionLifetime = ConnectionLifetime,
            EnableMultipleHttp2Connections = true,
        };
        options.ConfigureHandler?.Invoke(handler);
        _http = new HttpClient(handler) { Timeout = System.Threading.Timeout.InfiniteTimeSpan };
    }

    /// <summary>Makes a call and reads the answer's object.</summary>
    /// <exception cref="QueueClientException">The server refused.</exception>
    /// <exception cref="QueueUnreachableException">There was no answer.</exception>
    public async Task<T> SendAsync<T>(Call call, Func<JsonElement, T> read, CancellationToken cancellationToken)
    {
        using var answer = await PersistAsync(call, cancellationToken).ConfigureAwait(false);
        return Answers.Read(answer, read);
    }

    /// <summary>Opens a stream of events, which has no end of its own.</summary>
    public async Task<HttpResponseMessage> OpenAsync(string route, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(_options.Timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        HttpResponseMessage? response = null;
        try
        {
            using var request = Request(new Call(route));
            request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
            response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token)
                .ConfigureAwait(false);
            if (response.StatusCode == HttpStatusCode.OK
                && response.Content.Headers.ContentType?.MediaType == "text/event-stream")
            {
                return response;
            }

            using var answer = await ReadAsync(response, either.Token).ConfigureAwait(false);
            throw new QueueClientException(response.StatusCode, "The server sent no stream of events.");
        }
        catch (Exception failure)
        {
            response?.Dispose();
            switch (failure)
            {
                case OperationCanceledException when !cancellationToken.IsCancellationRequested:
                    throw Slow(_options.Timeout, failure);
                case HttpRequestException or IOException:
                    throw Broken(failure);
                default:
                    throw;
            }
        }
    }

    /// <summary>Says that the way to the server is broken.</summary>
    public QueueUnreachableException Broken(Exception inner) =>
        new($"The queue server at {_options.BaseAddress} cannot be reached: {Innermost(inner)}.", inner);

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private async Task<JsonDocument> PersistAsync(Call call, CancellationToken cancellationToken)
    {
        var left = call.IsRepeatable || call.Payload is null ? _options.Retries : 0;
        var backoff = new Backoff();
        while (true)
        {
            TimeSpan wait;
            try
            {
                return await SendAsync(call, cancellationToken).ConfigureAwait(false);
            }
            catch (QueueException trouble) when (left > 0
                && trouble.IsTransient
                && backoff.TryNext((trouble as QueueClientException)?.RetryAfter, out wait))
            {
                left--;
            }

            await Task.Delay(wait, _time, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<JsonDocument> SendAsync(Call call, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(_options.Timeout + call.Wait, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            using var request = Request(call);
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token)
                .ConfigureAwait(false);
            return await ReadAsync(response, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException slow) when (!cancellationToken.IsCancellationRequested)
        {
            throw Slow(_options.Timeout + call.Wait, slow);
        }
        catch (Exception broken) when (broken is HttpRequestException or IOException)
        {
            throw Broken(broken);
        }
    }

    private static ReadOnlyMemoryContent Body(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, QueueJson.WriterOptions))
        {
            write(writer);
        }

        var content = new ReadOnlyMemoryContent(buffer.WrittenMemory);
        content.Headers.ContentType = Json;
        return content;
    }

    private async Task<JsonDocument> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        JsonDocument document;
        try
        {
            document = await JsonDocument.ParseAsync(stream, QueueJson.AnswerOptions, cancellationToken)
                .ConfigureAwait(false);
        }
        catch (JsonException unreadable)
        {
            throw new QueueClientException(
                response.StatusCode,
                $"The answer, status {(int)response.StatusCode}, is not that of a queue server: it is no JSON.",
                unreadable);
        }

        if (response.IsSuccessStatusCode && IsObjectWithoutRefusal(document.RootElement))
        {
            return document;
        }

        using (document)
        {
            throw new QueueClientException(response.StatusCode, RefusalOf(document.RootElement, response))
            {
                RetryAfter = response.Headers.RetryAfter?.Delta,
            };
        }
    }

    // The original answers 200 where it has no such route, and says so in the object only.
    private static bool IsObjectWithoutRefusal(JsonElement answer) =>
        answer.ValueKind == JsonValueKind.Object
        && !(answer.TryGetProperty("success"u8, out var success) && success.ValueKind == JsonValueKind.False);

    private static string MessageOf(JsonElement answer, HttpResponseMessage response) =>
        answer.ValueKind == JsonValueKind.Object
        && answer.TryGetProperty("message"u8, out var message)
        && message.ValueKind == JsonValueKind.String
            ? message.GetString()!
            : $"{(int)response.StatusCode} {response.ReasonPhrase}";

    private static string Innermost(Exception exception) =>
        exception.InnerException is { } inner ? Innermost(inner) : exception.Message.TrimEnd('.');

    // The server does not say which of the two is wrong, nor for whom: whoever has several sites must know which one it is.
    private string RefusalOf(JsonElement answer, HttpResponseMessage response)
    {
        var message = MessageOf(answer, response);
        return response.StatusCode == HttpStatusCode.Unauthorized
            ? $"{message}: {_options.BaseAddress} does not take the user '{_options.Username}' with this key."
            : message;
    }

    private QueueUnreachableException Slow(TimeSpan limit, Exception inner) =>
        new(string.Create(
            CultureInfo.InvariantCulture,
            $"The queue server at {_options.BaseAddress} did not answer within {limit.TotalSeconds:0.#} s."), inner);

    private HttpRequestMessage Request(Call call)
    {
        var request = new HttpRequestMessage(call.Payload is null ? HttpMethod.Get : HttpMethod.Post, _prefix + call.Route)
        {
            // Over TLS the two sides agree on the newest that both know; without it this means 1.1.
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
        };
        if (call.Payload is { } write)
        {
            request.Content = Body(write);
        }

        var user = string.IsNullOrEmpty(call.Username) ? _options.Username : call.Username;
        request.Headers.Add(FernetToken.Header, FernetToken.Create(_options.AuthKey, user, _time.GetUtcNow()));
        return request;
    }
}
