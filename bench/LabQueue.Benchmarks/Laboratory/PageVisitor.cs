using System.Diagnostics;
using System.Net;
using System.Text.RegularExpressions;

namespace LabQueue.Benchmarks.Laboratory;

/// <summary>Somebody who is signed in and opens pages.</summary>
internal sealed partial class PageVisitor : IDisposable
{
    private readonly HttpClient _http;

    private PageVisitor(string site) => _http = new HttpClient(new HttpClientHandler
    {
        AutomaticDecompression = DecompressionMethods.All,
    })
    {
        BaseAddress = new Uri(site + "/"),
    };

    /// <summary>Signs in on the form, as people do.</summary>
    public static async Task<PageVisitor> SignInAsync(string site, string username, string password)
    {
        var visitor = new PageVisitor(site);
        var form = await visitor._http.GetStringAsync("login");
        using var sent = new FormUrlEncodedContent(
        [
            new("__RequestVerificationToken", Token().Match(form).Groups["token"].Value),
            new("__ac_name", username),
            new("__ac_password", password),
        ]);
        using var answer = await visitor._http.PostAsync("login", sent);
        return answer.IsSuccessStatusCode ? visitor : throw new InvalidDataException($"{username} cannot sign in: {answer.StatusCode}.");
    }

    /// <summary>Opens a page.</summary>
    /// <returns>How long that took, and how many letters it has.</returns>
    public async Task<(TimeSpan Took, int Letters)> OpenAsync(string path)
    {
        var begun = Stopwatch.GetTimestamp();
        using var answer = await _http.GetAsync(path);
        var text = await answer.Content.ReadAsStringAsync();
        return answer.StatusCode == HttpStatusCode.OK && !text.Contains("__ac_password", StringComparison.Ordinal)
            ? (Stopwatch.GetElapsedTime(begun), text.Length)
            : throw new InvalidDataException($"{path} was answered {answer.StatusCode}.");
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    [GeneratedRegex("name=\"__RequestVerificationToken\"[^>]*value=\"(?<token>[^\"]+)\"", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Token();
}
