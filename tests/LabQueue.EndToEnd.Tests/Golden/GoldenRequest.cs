using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using LabQueue.TestKit.Golden;

namespace LabQueue.EndToEnd.Tests.Golden;

/// <summary>Makes the request that a step recorded.</summary>
/// <param name="portal">The site's address.</param>
/// <param name="key">The site's key.</param>
/// <param name="matcher">Fills the templates.</param>
internal sealed class GoldenRequest(string portal, string key, GoldenMatcher matcher)
{
    private const double UsualTokenSeconds = 10;
    private static readonly string OtherKey = FernetToken.NewKey();

    /// <summary>The request of a step.</summary>
    public HttpRequestMessage Make(GoldenStep step)
    {
        // Double slashes and dots must arrive as they were sent.
        var address = new Uri(
            portal + matcher.Fill(step.Path), new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        var request = new HttpRequestMessage(new HttpMethod(step.Method), address) { Content = Body(step.Request) };
        foreach (var way in Ways(step.Request.GetProperty("auth")))
        {
            Authorize(request, way, step.Time);
        }

        return request;
    }

    /// <summary>A request of our own, as the user of a step, at its time.</summary>
    public HttpRequestMessage Make(GoldenStep step, HttpMethod method, string route, string? json)
    {
        var request = new HttpRequestMessage(method, $"{portal}/@@API/senaite/v1/queue_server/{route}")
        {
            Content = json is null ? null : Content(Encoding.UTF8.GetBytes(json), "application/json"),
        };
        foreach (var way in Ways(step.Request.GetProperty("auth")))
        {
            Authorize(request, way, step.Time);
        }

        return request;
    }

    private static IEnumerable<JsonElement> Ways(JsonElement auth) => auth.ValueKind switch
    {
        JsonValueKind.Null => [],
        JsonValueKind.Array => auth.EnumerateArray(),
        _ => [auth],
    };

    private HttpContent? Body(JsonElement request)
    {
        if (request.TryGetProperty("json", out var json))
        {
            var text = matcher.Fill(json)?.ToJsonString() ?? "null";
            return Content(Encoding.UTF8.GetBytes(text), "application/json");
        }

        if (request.TryGetProperty("raw", out var raw))
        {
            return Content(Encoding.UTF8.GetBytes(matcher.Fill(raw.GetString()!)), "application/json");
        }

        return request.TryGetProperty("form", out var form)
            ? new FormUrlEncodedContent(form.EnumerateArray().Select(pair =>
                KeyValuePair.Create(pair[0].GetString()!, matcher.Fill(pair[1].GetString()!))))
            : null;
    }

    private static ByteArrayContent Content(byte[] bytes, string type) =>
        new(bytes) { Headers = { ContentType = new MediaTypeHeaderValue(type) } };

    private void Authorize(HttpRequestMessage request, JsonElement way, DateTimeOffset time)
    {
        string Text(string name) => way.GetProperty(name).GetString()!;
        switch (Text("scheme"))
        {
            case "token":
                var seconds = way.TryGetProperty("ttl", out var ttl) ? ttl.GetDouble() : UsualTokenSeconds;
                var other = way.TryGetProperty("key", out var name) && name.GetString() == "other";
                AddToken(request, $"{Expiry(time, seconds)}:{Text("user")}", other ? OtherKey : key);
                break;
            case "token-text":
                AddToken(request, Text("text").Replace("{{expiry}}", Expiry(time, UsualTokenSeconds), StringComparison.Ordinal), key);
                break;
            case "header":
                request.Headers.TryAddWithoutValidation(FernetToken.Header, Text("value")).ShouldBeTrue();
                break;
            case "basic":
                var pair = Encoding.UTF8.GetBytes($"{Text("user")}:{Text("password")}");
                request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(pair));
                break;
            default:
                throw new InvalidDataException($"There is no way of authentication called {Text("scheme")}.");
        }
    }

    // Python 2 prints 12 digits: two decimals.
    private static string Expiry(DateTimeOffset time, double seconds) =>
        (time.ToSeconds() + seconds).ToString("0.##", CultureInfo.InvariantCulture);

    // The time stamp is the real time, not the scenario's: it must not be looked at.
    private static void AddToken(HttpRequestMessage request, string text, string key) =>
        request.Headers.Add(FernetToken.Header, FernetToken.Encrypt(key, text, TimeProvider.System.GetUtcNow()));
}
