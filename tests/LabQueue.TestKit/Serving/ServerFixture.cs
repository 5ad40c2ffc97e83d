using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using LabQueue.Engine;
using LabQueue.Server;
using LabQueue.Storage.Sqlite;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace LabQueue.TestKit.Serving;

/// <summary>A queue server on a free port, its store in a folder of its own, and a clock that tests move.</summary>
public sealed class ServerFixture : IAsyncDisposable
{
    /// <summary>The site that it serves.</summary>
    public const string Site = "senaite";

    /// <summary>The user in whose name calls are made that name nobody else.</summary>
    public const string Daemon = "queue_daemon";

    private const int BackgroundServices = 2;

    private static readonly PasswordHasher<Account> Hasher =
        new(Options.Create(new PasswordHasherOptions { IterationCount = 1_000 }));

    private readonly DirectoryInfo _folder;
    private readonly WebApplication _app;
    private bool _hasStore = true;

    private ServerFixture(
        DirectoryInfo folder, SqliteQueueStore store, ManualTimeProvider clock, string key, WebApplication app, LoggedErrors errors)
    {
        (_folder, Store, Clock, Key, _app, Errors) = (folder, store, clock, key, app, errors);
        Http = new HttpClient { BaseAddress = new Uri(app.Urls.First() + "/") };
    }

    /// <summary>The clock of server and store.</summary>
    public ManualTimeProvider Clock { get; }

    /// <summary>The store.</summary>
    public IQueueStore Store { get; }

    /// <summary>The data folder.</summary>
    public string Folder => _folder.FullName;

    /// <summary>The site's queue, past HTTP.</summary>
    public IQueue Queue => Store.Queue(Site);

    /// <summary>The site's key.</summary>
    public string Key { get; }

    /// <summary>Sends to the server; addresses are below its root.</summary>
    public HttpClient Http { get; }

    /// <summary>What the server logs as errors.</summary>
    public LoggedErrors Errors { get; }

    /// <summary>The services of the running server.</summary>
    public IServiceProvider Services => _app.Services;

    /// <summary>The site's base address.</summary>
    public string Base => $"{_app.Urls.First()}/{Site}";

    /// <summary>Starts a server.</summary>
    /// <param name="change">What the site is like, other than the original's defaults.</param>
    /// <param name="options">How the server runs; addresses are always a free port.</param>
    /// <param name="decorate">What the server is given in the place of the store.</param>
    public static async Task<ServerFixture> StartAsync(
        Func<SiteSettings, SiteSettings>? change = null,
        ServerOptions? options = null,
        Func<IQueueStore, IQueueStore>? decorate = null)
    {
        var folder = Directory.CreateTempSubdirectory("labqueue-");
        var clock = new ManualTimeProvider();
        var store = await SqliteQueueStore.OpenAsync(
            new SqliteStoreOptions { Folder = folder.FullName }, clock, NullLoggerFactory.Instance);
        var key = FernetToken.NewKey();
        var site = Given.Site(Site);
        site = site with { Settings = change?.Invoke(site.Settings) ?? site.Settings, Keys = [key] };
        await store.AddSiteAsync(site, Given.Manager, CancellationToken.None);
        var errors = new LoggedErrors();
        var app = ServerApp.Build(
            (options ?? new ServerOptions()) with { Urls = ["http://127.0.0.1:0"] },
            decorate?.Invoke(store) ?? store,
            clock,
            builder => builder.Logging.ClearProviders().AddProvider(errors));
        await app.StartAsync();
        await WaitForServicesAsync(clock);
        var server = new ServerFixture(folder, store, clock, key, app, errors);
        await server.AddUserAsync(Daemon, "daemon-pass", "Manager", "Consumer");
        return server;
    }

    /// <summary>Makes a user of the site.</summary>
    public Task AddUserAsync(string username, string password, params string[] roles) => Store.PutAccountAsync(
        Site,
        new Account(username, Hasher.HashPassword(null!, password), roles, Disabled: false),
        Given.Manager,
        CancellationToken.None);

    /// <summary>Posts a payload as JSON to a route of the queue.</summary>
    public Task<ServerAnswer> PostAsync(string route, object payload, string user = Daemon) =>
        PostTextAsync(route, JsonSerializer.Serialize(payload), user);

    /// <summary>Posts a text as it is, with content type JSON.</summary>
    public async Task<ServerAnswer> PostTextAsync(string route, string json, string user = Daemon)
    {
        using var request = Request(HttpMethod.Post, route, user);
        request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(json));
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return await SendAsync(request);
    }

    /// <summary>Gets a route of the queue.</summary>
    public async Task<ServerAnswer> GetAsync(string route, string user = Daemon)
    {
        using var request = Request(HttpMethod.Get, route, user);
        return await SendAsync(request);
    }

    /// <summary>A request to a route of the queue, with a token of that user; an empty name: without.</summary>
    public HttpRequestMessage Request(HttpMethod method, string route, string user = Daemon)
    {
        var request = new HttpRequestMessage(method, $"{Site}/@@API/senaite/v1/queue_server/{route}");
        if (user.Length > 0)
        {
            request.Headers.Add(FernetToken.Header, FernetToken.Create(Key, user, Clock.GetUtcNow()));
        }

        return request;
    }

    /// <summary>Sends a request and reads its answer.</summary>
    public async Task<ServerAnswer> SendAsync(HttpRequestMessage request)
    {
        using var response = await Http.SendAsync(request);
        return await ServerAnswer.ReadAsync(response);
    }

    /// <summary>Takes the store away from the running server.</summary>
    public async Task CloseStoreAsync()
    {
        if (_hasStore)
        {
            _hasStore = false;
            await Store.DisposeAsync();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.DisposeAsync();
        await CloseStoreAsync();
        _folder.Delete(recursive: true);
    }

    // Housekeeper and gauge begin on threads of their own: only once their timers are armed, another one is the test's.
    private static async Task WaitForServicesAsync(ManualTimeProvider clock)
    {
        while (true)
        {
            var armed = clock.TimerArmedAsync();
            if (clock.ActiveTimers >= BackgroundServices)
            {
                return;
            }

            await armed;
        }
    }
}
