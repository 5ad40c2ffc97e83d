using System.Net.Http.Json;
using System.Text.Json;
using LabQueue.EndToEnd.Tests.Running;
using LabQueue.TestKit.Golden;

namespace LabQueue.EndToEnd.Tests.Golden;

/// <summary>One server for all scenarios: it is emptied, and its clock set, before each.</summary>
public class GoldenServer : IAsyncLifetime
{
    private static readonly Dictionary<string, string> Users = new(StringComparer.Ordinal)
    {
        ["admin"] = "admin-pass",
        ["lab_manager"] = "manager-pass",
        ["lab_clerk"] = "clerk-pass",
        ["analyst1"] = "analyst-pass",
        ["queue_daemon"] = "daemon-pass",
        ["ab"] = "ab-pass",
    };

    private readonly ScratchFolder _folder = new();
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseCookies = false, UseProxy = false, AllowAutoRedirect = false });
    private ServerProcess? _server;

    /// <summary>What else its command line says.</summary>
    protected virtual IReadOnlyList<string> Options => [];

    internal ServerSetup Setup => _server!.Setup;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        var setup = new ServerSetup(_folder.Path) { ControlPort = FreePort.Find(), Options = Options };
        _server = await ServerProcess.StartAsync(setup, CancellationToken.None);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        _folder.Dispose();
        GC.SuppressFinalize(this);
    }

    internal Task ResetAsync(GoldenScenario scenario, CancellationToken cancellationToken) => ControlAsync(
        "reset",
        new Dictionary<string, object>
        {
            ["clock"] = scenario.Start.ToSeconds(),
            ["registry"] = scenario.Settings.ToDictionary(record => "senaite.queue." + record.Key, record => record.Value),
            ["users"] = Users,
        },
        cancellationToken);

    internal Task SetClockAsync(DateTimeOffset time, CancellationToken cancellationToken) =>
        ControlAsync("clock", new { set = time.ToSeconds() }, cancellationToken);

    internal async Task<GoldenAnswer> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var answer = await _http.SendAsync(request, cancellationToken);
        var text = await answer.Content.ReadAsStringAsync(cancellationToken);
        JsonElement? json = null;
        try
        {
            using var document = JsonDocument.Parse(text);
            json = document.RootElement.Clone();
        }
        catch (JsonException)
        {
            // Not JSON: the comparer says so where JSON was expected.
        }

        return new GoldenAnswer((int)answer.StatusCode, answer.Content.Headers.ContentType?.ToString(), json);
    }

    private async Task ControlAsync(string command, object wish, CancellationToken cancellationToken)
    {
        var address = new Uri($"http://127.0.0.1:{Setup.ControlPort}/{command}");
        using var answer = await _http.PostAsJsonAsync(address, wish, cancellationToken);
        answer.EnsureSuccessStatusCode();
    }
}
