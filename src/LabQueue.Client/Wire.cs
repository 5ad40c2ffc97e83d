using System.Buffers;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace LabQueue.Client;

/// <summary>Carries calls to a server and answers back: one token a call, connections kept.</summary>
internal sealed class Wire : IDisposable
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(5);

    // Where there is another server, one that takes longer to connect to is as good as away.
    private static readonly TimeSpan ConnectPatience = TimeSpan.FromSeconds(2);

    // Who gives up a call after that long has found the server silent.
    private static readonly TimeSpan Doubt = TimeSpan.FromSeconds(2);

    private readonly KnownServers _servers;
    private readonly QueueClientOptions _options;
    private readonly TimeProvider _time;

    public Wire(QueueClientOptions options, TimeProvider time)
    {
        _options = options;
        _time = time;
        KnownServer[] servers = [.. options.Addresses.Select(address => new KnownServer(address, Connect(options, address)))];
#pragma warning disable CA5394 // Nothing secret: it only spreads clients over the servers.
        Random.Shared.Shuffle(servers);
#pragma warning restore CA5394
        _servers = new KnownServers(servers, time);
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
    public Task<OpenStream> OpenAsync(string route, CancellationToken cancellationToken)
    {
        var call = new Call(route);
        return AskAsync(call, server => OpenAsync(server, call, cancellationToken));
    }

    /// <summary>Says that a stream broke off. The next one is opened at another server, if there is one.</summary>
    public QueueUnreachableException Broken(OpenStream stream, Exception inner)
    {
        _servers.Lost(stream.Server);
        return Broken(stream.Server, inner);
    }

    /// <summary>Notes that a stream came to an end: its server stops.</summary>
    public void Ended(OpenStream stream) => _servers.Lost(stream.Server);

    /// <inheritdoc/>
    public void Dispose() => _servers.Dispose();

    private static HttpClient Connect(QueueClientOptions options, Uri address)
    {
        var isOnly = options.OtherAddresses.Count == 0;
        var handler = new SocketsHttpHandler
        {
            // A redirect would carry the token to whoever the answer names.
            AllowAutoRedirect = false,
            UseCookies = false,

            // A proxy knows another machine by this machine's own address.
            UseProxy = !address.IsLoopback,
            ConnectTimeout = isOnly || options.Timeout < ConnectPatience ? options.Timeout : ConnectPatience,
            PooledConnectionLifetime = ConnectionLifetime,
            EnableMultipleHttp2Connections = true,
        };
        options.ConfigureHandler?.Invoke(handler);
        return new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
    }

    private async Task<JsonDocument> PersistAsync(Call call, CancellationToken cancellationToken)
    {
        var left = call is { IsSafe: true, IsRepeatedByCaller: false } ? _options.Retries : 0;
        var backoff = new Backoff();
        while (true)
        {
            TimeSpan wait;
            try
            {
                return await AskAsync(call, server => SendAsync(server, call, cancellationToken)).ConfigureAwait(false);
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

    private async Task<T> AskAsync<T>(Call call, Func<KnownServer, Task<T>> askAsync)
    {
        var round = new ServerRound(_servers);
        while (true)
        {
            try
            {
                return await askAsync(round.Server).ConfigureAwait(false);
            }
            catch (QueueException trouble) when (round.TryNext(trouble, call.IsSafe))
            {
                // The next one is asked.
            }
            catch (QueueUnreachableException) when (round.HasFoundNone)
            {
                throw round.Summary();
            }
        }
    }

    private async Task<JsonDocument> SendAsync(KnownServer server, Call call, CancellationToken cancellationToken)
    {
        // What may be asked of another server leaves it a part of the time.
        var patience = (call.IsSafe ? _options.Timeout / _servers.Count : _options.Timeout) + call.Wait;
        using var limit = new CancellationTokenSource(patience, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        var asked = _time.GetTimestamp();
        try
        {
            using var request = Request(server, call);
            using var response = await server.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token)
                .ConfigureAwait(false);
            NoteAnswer(server, response);
            return await ReadAsync(server, response, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            if (call.Wait == TimeSpan.Zero && _time.GetElapsedTime(asked) > Doubt)
            {
                _servers.Lost(server);
            }

            throw;
        }
        catch (OperationCanceledException slow)
        {
            throw Slow(server, patience, slow);
        }
        catch (Exception broken) when (broken is HttpRequestException or IOException)
        {
            throw Broken(server, broken);
        }
    }

    private async Task<OpenStream> OpenAsync(KnownServer server, Call call, CancellationToken cancellationToken)
    {
        var patience = _options.Timeout / _servers.Count;
        using var limit = new CancellationTokenSource(patience, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        HttpResponseMessage? response = null;
        try
        {
            using var request = Request(server, call);
            request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
            response = await server.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token)
                .ConfigureAwait(false);
            if (response.StatusCode == HttpStatusCode.OK
                && response.Content.Headers.ContentType?.MediaType == "text/event-stream")
            {
                NoteAnswer(server, response);
                return new OpenStream(response, server);
            }

            using var answer = await ReadAsync(server, response, either.Token).ConfigureAwait(false);
            throw new QueueClientException(response.StatusCode, "The server sent no stream of events.");
        }
        catch (Exception failure)
        {
            response?.Dispose();
            switch (failure)
            {
                case OperationCanceledException when !cancellationToken.IsCancellationRequested:
                    throw Slow(server, patience, failure);
                case HttpRequestException or IOException:
                    throw Broken(server, failure);
                default:
                    throw;
            }
        }
    }

    // A server that is about to stop asks for an end of the connection.
    private void NoteAnswer(KnownServer server, HttpResponseMessage response)
    {
        if (response.Headers.ConnectionClose is true)
        {
            _servers.Lost(server);
        }
        else if (response.StatusCode < HttpStatusCode.InternalServerError)
        {
            _servers.Found(server);
        }
    }

    private static QueueUnreachableException Broken(KnownServer server, Exception inner) =>
        new($"The queue server at {server.Address} cannot be reached: {Innermost(inner)}.", inner)
        {
            WasSent = inner is not HttpRequestException
            {
                HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError
                    or HttpRequestError.SecureConnectionError,
            },
        };

    private static QueueUnreachableException Slow(KnownServer server, TimeSpan limit, Exception inner) =>
        new(string.Create(
            CultureInfo.InvariantCulture,
            $"The queue server at {server.Address} did not answer within {limit.TotalSeconds:0.#} s."), inner)
        {
            // The framework tells by this that there was no connection in time.
            WasSent = inner.InnerException is not TimeoutException,
        };

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

    private async Task<JsonDocument> ReadAsync(
        KnownServer server, HttpResponseMessage response, CancellationToken cancellationToken)
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
            throw new QueueClientException(response.StatusCode, RefusalOf(server, document.RootElement, response))
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
    private string RefusalOf(KnownServer server, JsonElement answer, HttpResponseMessage response)
    {
        var message = MessageOf(answer, response);
        return response.StatusCode == HttpStatusCode.Unauthorized
            ? $"{message}: {server.Address} does not take the user '{_options.Username}' with this key."
            : message;
    }

    private HttpRequestMessage Request(KnownServer server, Call call)
    {
        var request = new HttpRequestMessage(call.Payload is null ? HttpMethod.Get : HttpMethod.Post, server.Api + call.Route)
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
