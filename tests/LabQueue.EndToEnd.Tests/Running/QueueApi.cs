using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace LabQueue.EndToEnd.Tests.Running;

/// <summary>
/// Calls a server as a client of the original does: POST, JSON, a token of its own for each call; or as a person, with a password.
/// </summary>
/// <param name="setup">The server.</param>
/// <param name="username">Who calls.</param>
/// <param name="timeout">How long an answer may take; null: the original's 10 s.</param>
/// <param name="service">What the addresses of its routes begin with.</param>
/// <param name="password">The caller's password; null: a token says who calls.</param>
internal sealed class QueueApi(
    ServerSetup setup,
    string username = "queue_daemon",
    TimeSpan? timeout = null,
    string service = "queue_server/",
    string? password = null) : IDisposable
{
    private static readonly MediaTypeHeaderValue JsonType = new("application/json");

    private readonly HttpClient _http = new(new SocketsHttpHandler { UseCookies = false, UseProxy = false })
    {
        Timeout = timeout ?? TimeSpan.FromSeconds(10),
    };

    /// <summary>The address of a route.</summary>
    public string Address(string route) => $"{setup.Portal}/@@API/senaite/v1/{service}{route}";

    /// <summary>Sends a payload to a route.</summary>
    /// <exception cref="HttpRequestException">There was no answer.</exception>
    public Task<ApiAnswer> PostAsync(string route, object payload, CancellationToken cancellationToken) =>
        PostAsync(route, JsonSerializer.Serialize(payload), cancellationToken);

    /// <inheritdoc cref="PostAsync(string, object, CancellationToken)"/>
    public async Task<ApiAnswer> PostAsync(string route, string json, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Address(route));
        request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(json)) { Headers = { ContentType = JsonType } };
        return await SendAsync(request, cancellationToken);
    }

    /// <summary>Asks a route, whose address may have a query string.</summary>
    public async Task<ApiAnswer> GetAsync(string route, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Address(route));
        return await SendAsync(request, cancellationToken);
    }

    /// <summary>Asks an address of the server itself, such as <c>readyz</c>.</summary>
    public async Task<ApiAnswer> GetRootAsync(string path, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(setup.Root, path));
        return await SendAsync(request, cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private async Task<ApiAnswer> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (password is null)
        {
            request.Headers.Add(FernetToken.Header, FernetToken.Create(setup.Key, username, TimeProvider.System.GetUtcNow()));
        }
        else
        {
            var pair = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{username}:{password}"));
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", pair);
        }

        using var answer = await _http.SendAsync(request, cancellationToken);
        var text = await answer.Content.ReadAsStringAsync(cancellationToken);
        return new ApiAnswer((int)answer.StatusCode, answer.Content.Headers.ContentType?.ToString(), text);
    }
}
