using System.Net.Http.Headers;
using System.Text.Json;

namespace LabQueue.Web.Settings;

/// <summary>Tries whether a queue server answers at an address.</summary>
/// <param name="time">The clock.</param>
internal sealed class AddressTrial(TimeProvider time) : IDisposable
{
    private const int MostBytes = 65_536;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    // Leads nowhere else: what answers at the address itself counts.
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { MaxResponseContentBufferSize = MostBytes };

    /// <summary>Asks for the version of what is there.</summary>
    /// <param name="address">The base address of a site, such as <c>http://lims:8090/senaite</c>.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<TrialResult> TryAsync(string address, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        using var request = new HttpRequestMessage(HttpMethod.Get, address.TrimEnd('/') + "/@@API/senaite/v1/version");
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        try
        {
            using var answer = await _http.SendAsync(request, either.Token);
            var text = await answer.Content.ReadAsStringAsync(either.Token);
            return answer.IsSuccessStatusCode && VersionIn(text) is { } version
                ? new TrialResult(TrialOutcome.Answers, version)
                : new TrialResult(TrialOutcome.NoQueue, ((int)answer.StatusCode).ToString(System.Globalization.CultureInfo.InvariantCulture));
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested)
        {
            return new TrialResult(TrialOutcome.Silent, string.Empty);
        }
        catch (HttpRequestException failure)
        {
            return new TrialResult(TrialOutcome.Unreachable, failure.Message);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private static string? VersionIn(string text)
    {
        try
        {
            using var answer = JsonDocument.Parse(text);
            return answer.RootElement.ValueKind == JsonValueKind.Object
                && answer.RootElement.TryGetProperty("version", out var version) && version.ValueKind == JsonValueKind.String
                ? version.GetString()
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
