using LabQueue.Engine;
using LabQueue.Server;
using LabQueue.Storage.Sqlite;
using LabQueue.TestKit;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace LabQueue.Client.Tests;

/// <summary>The real server over a real file, with a clock that stands, and a client of it.</summary>
internal sealed class RunningServer : IAsyncDisposable
{
    private readonly DirectoryInfo _folder;
    private readonly IQueueStore _store;
    private readonly WebApplication _app;

    private RunningServer(IQueueStore store, WebApplication app, DirectoryInfo folder, string key, ManualTimeProvider time)
    {
        _store = store;
        _app = app;
        _folder = folder;
        Key = key;
        Time = time;
        Client = Connect();
    }

    public string Key { get; }

    public ManualTimeProvider Time { get; }

    /// <summary>A client in the name of <see cref="Given.Clerk"/>.</summary>
    public QueueClient Client { get; }

    /// <summary>The same queue, without HTTP.</summary>
    public IQueue Queue => _store.Queue("senaite");

    public static async Task<RunningServer> StartAsync(TrustMode trust = TrustMode.Original)
    {
        var folder = Directory.CreateTempSubdirectory("labqueue-client-");
        var time = new ManualTimeProvider();
        var store = await SqliteQueueStore.OpenAsync(
            new SqliteStoreOptions { Folder = folder.FullName }, time, NullLoggerFactory.Instance);
        var key = FernetToken.NewKey();
        var settings = new SiteSettings { Users = UsersMode.Token, Trust = trust };
        await store.AddSiteAsync(
            new Site("senaite", settings, Paused: false, [key]), Given.Manager, TestContext.Current.CancellationToken);
        var app = ServerApp.Build(
            new ServerOptions { Urls = ["http://127.0.0.1:0"], Environment = ServerOptions.Testing },
            store,
            time,
            builder => builder.Logging.ClearProviders());
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new RunningServer(store, app, folder, key, time);
    }

    public QueueClient Connect(
        string? key = null, string? username = null, string site = "senaite", TimeSpan? timeout = null) =>
        new(
            new QueueClientOptions
            {
                BaseAddress = new Uri($"{_app.Urls.First()}/{site}"),
                AuthKey = key ?? Key,
                Username = username ?? Given.Clerk.Username,
                Timeout = timeout ?? TimeSpan.FromSeconds(10),
                Retries = 0,
            },
            Time);

    /// <summary>Address of server and site.</summary>
    public Uri Address => new($"{_app.Urls.First()}/senaite");

    /// <summary>Stops the server, as a signal does; the store stays open.</summary>
    public Task StopAsync() => _app.StopAsync(TestContext.Current.CancellationToken);

    /// <summary>A round of housekeeping, which the clock that stands does not bring.</summary>
    public Task SweepAsync() => _store.SweepAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
        await _store.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
