using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using LabQueue.Lims.Access;
using LabQueue.Lims.Users;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LabQueue.Lims.Tests.Api;

/// <summary>A laboratory that answers over HTTP; without a queue all work is done at once.</summary>
internal sealed class LabServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HttpClient _client;

    private LabServer(Laboratory laboratory, WebApplication app, HttpClient client) =>
        (Laboratory, _app, _client) = (laboratory, app, client);

    /// <summary>What it serves.</summary>
    public Laboratory Laboratory { get; }

    /// <summary>The site's key.</summary>
    public static string Key { get; } = FernetToken.NewKey();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Starts one with folders and a user for each role, named after it.</summary>
    public static async Task<LabServer> StartAsync(IQueue? queue = null)
    {
        var laboratory = await Laboratory.CreateAsync();
        await laboratory.FoundAsync();
        await laboratory.GivenUserAsync("admin", Role.Manager, Role.SiteAdministrator);
        await laboratory.GivenUserAsync("siteadmin", Role.SiteAdministrator);
        await laboratory.GivenUserAsync("labmanager", Role.LabManager);
        await laboratory.GivenUserAsync("clerk", Role.LabClerk);
        await laboratory.GivenUserAsync("analyst", Role.Analyst);
        await laboratory.GivenUserAsync("verifier", Role.Verifier);
        await laboratory.GivenUserAsync("publisher", Role.Publisher);
        await laboratory.GivenUserAsync("inspector", Role.RegulatoryInspector);
        await laboratory.GivenUserAsync("consumer", Role.Consumer);
        await laboratory.GivenUserAsync("rita");
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton<TimeProvider>(laboratory.Time);
        builder.Services.AddLaboratory(new LaboratoryOptions
        {
            Database = laboratory.Database,
            Sites = new OneSite(),
            Site = Laboratory.Site,
            Queue = _ => queue,
            ConsumerId = "test-consumer",
            SessionKeys = laboratory.Folder,
        });
        var app = builder.Build();
        app.UseLaboratory();
        await app.StartAsync(Token);
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        var client = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = new Uri($"{address}/senaite/@@API/senaite/v1/") };
        return new LabServer(laboratory, app, client);
    }

    /// <summary>Asks as a user; as nobody where that is null.</summary>
    public Task<LabAnswer> GetAsync(string? user, string route, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Get, user, route, null, headers);

    /// <summary>Sends JSON as a user.</summary>
    public Task<LabAnswer> PostAsync(string? user, string route, JsonNode? body = null, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Post, user, route, body, headers);

    /// <summary>Sends a request.</summary>
    public async Task<LabAnswer> SendAsync(
        HttpMethod method, string? user, string route, JsonNode? body, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, route);
        if (user is not null)
        {
            var pair = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{GivenClients.Password}"));
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", pair);
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.Add(name, value);
        }

        if (method == HttpMethod.Post)
        {
            request.Content = new StringContent(body?.ToJsonString() ?? string.Empty, Encoding.UTF8, "application/json");
        }

        using var response = await _client.SendAsync(request, Token);
        var text = await response.Content.ReadAsStringAsync(Token);
        return new LabAnswer(
            (int)response.StatusCode,
            text.Length > 0 && text[0] == '{' ? (JsonObject)JsonNode.Parse(text)! : [],
            response.Headers.TryGetValues("Set-Cookie", out var cookies) ? [.. cookies] : []);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
        await Laboratory.DisposeAsync();
    }

    private sealed class OneSite : ILabSites
    {
        public IReadOnlyList<string> Names => [Laboratory.Site];

        public bool Has(string site) => site == Laboratory.Site;

        public IReadOnlyList<string> KeysOf(string site) => [Key];
    }
}
