using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;

namespace LabQueue.Benchmarks.Laboratory;

/// <summary>A user's way to the laboratory's JSON API.</summary>
internal sealed class LabConnection : IDisposable
{
    private readonly HttpClient _http;

    /// <summary>A connection as that user.</summary>
    public LabConnection(string site, string username, string password)
    {
        _http = new HttpClient { BaseAddress = new Uri(site + "/@@API/senaite/v1/"), Timeout = TimeSpan.FromMinutes(10) };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{username}:{password}")));
    }

    /// <summary>Asks for something that has to be there.</summary>
    public async Task<JsonObject> GetAsync(string path) => await ReadAsync(await _http.GetAsync(path), path);

    /// <summary>Asks for something to be done, which has to work.</summary>
    public async Task<JsonObject> PostAsync(string path, JsonNode body) =>
        await ReadAsync(await _http.PostAsJsonAsync(path, body), path);

    /// <summary>Asks for something to be done, and times it.</summary>
    public async Task<LabClientCall> TryPostAsync(string path, JsonNode body)
    {
        var begun = Stopwatch.GetTimestamp();
        using var answer = await _http.PostAsJsonAsync(path, body);
        await answer.Content.ReadAsByteArrayAsync();
        return new LabClientCall(Stopwatch.GetElapsedTime(begun), (int)answer.StatusCode);
    }

    /// <summary>Objects of a type, up to 5,000.</summary>
    public async Task<IReadOnlyList<JsonObject>> ListAsync(string resource, string parameters) =>
        [.. (await GetAsync($"{resource}?limit=5000&{parameters}"))["items"]!.AsArray().Select(item => item!.AsObject())];

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private static async Task<JsonObject> ReadAsync(HttpResponseMessage answer, string path)
    {
        using (answer)
        {
            var text = await answer.Content.ReadAsStringAsync();
            return answer.IsSuccessStatusCode
                ? JsonNode.Parse(text)!.AsObject()
                : throw new InvalidDataException($"{path} was answered {(int)answer.StatusCode}: {text}");
        }
    }
}
