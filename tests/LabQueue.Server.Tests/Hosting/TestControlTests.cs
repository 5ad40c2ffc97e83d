using System.Net.Http.Json;
using LabQueue.Engine;
using LabQueue.Server.Hosting;
using LabQueue.Storage.Sqlite;
using LabQueue.TestKit;
using LabQueue.TestKit.Serving;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace LabQueue.Server.Tests.Hosting;

public sealed class TestControlTests
{
    private static readonly ServerOptions Options = new()
    {
        Urls = ["http://127.0.0.1:0"],
        Environment = ServerOptions.Testing,
        TestControl = "http://127.0.0.1:0",
    };

    [Fact]
    public async Task Tests_empty_the_queue_and_hold_the_clock()
    {
        using var folder = new TempFolder();
        var clock = new StoppableTimeProvider(TimeProvider.System);
        await using var store = await OpenAsync(folder, clock);
        await store.AddSiteAsync(Given.Site(), Given.Manager, TestContext.Current.CancellationToken);
        await using var app = Build(Options, store, clock);
        await app.StartAsync(TestContext.Current.CancellationToken);
        using var http = new HttpClient { BaseAddress = new Uri(app.Services.GetRequiredService<TestControl>().Address!) };

        var reset = await PostAsync(http, "reset", new
        {
            clock = 1_700_000_000.25,
            registry = new Dictionary<string, object> { ["senaite.queue.max_retries"] = 7 },
            users = new { maria = "secret" },
        });
        var moved = await PostAsync(http, "clock", new { set = 1_700_000_060 });

        reset.Status.ShouldBe(200);
        reset.Json.GetProperty("clock").GetDouble().ShouldBe(1_700_000_000.25);
        moved.Status.ShouldBe(200);
        clock.GetUtcNow().ShouldBe(Given.Now.AddMinutes(1));
        store.Sites["senaite"].Settings.MaxRetries.ShouldBe(7);
        (await store.FindAccountAsync("senaite", "maria", TestContext.Current.CancellationToken)).ShouldNotBeNull();
        (await PostAsync(http, "reset", new { clock = 1, registry = new Dictionary<string, int> { ["senaite.queue.x"] = 1 } }))
            .Status.ShouldBe(400);
    }

    [Theory]
    [InlineData("Production", "http://127.0.0.1:1")]
    [InlineData("Testing", "http://0.0.0.0:1")]
    [InlineData("Testing", "http://example.com:1")]
    [InlineData("Testing", "https://127.0.0.1:1")]
    [InlineData("Testing", "junk")]
    public async Task Elsewhere_the_start_is_refused(string environment, string address)
    {
        using var folder = new TempFolder();
        var clock = new StoppableTimeProvider(TimeProvider.System);
        await using var store = await OpenAsync(folder, clock);

        Should.Throw<InvalidOperationException>(
            () => Build(Options with { Environment = environment, TestControl = address }, store, clock))
            .Message.ShouldContain("--test-control");
    }

    [Fact]
    public async Task A_clock_that_cannot_be_stopped_is_refused()
    {
        using var folder = new TempFolder();
        await using var store = await OpenAsync(folder, TimeProvider.System);

        Should.Throw<InvalidOperationException>(() => Build(Options, store, TimeProvider.System));
    }

    [Fact]
    public void A_stopped_clock_stands_until_it_is_started()
    {
        var real = new ManualTimeProvider();
        var clock = new StoppableTimeProvider(real);

        clock.StopAt(Given.Now.AddDays(1));
        real.Advance(TimeSpan.FromHours(1));
        var stopped = clock.GetUtcNow();
        clock.Start();

        stopped.ShouldBe(Given.Now.AddDays(1));
        clock.GetUtcNow().ShouldBe(Given.Now.AddHours(1));
    }

    private static Task<SqliteQueueStore> OpenAsync(TempFolder folder, TimeProvider clock) =>
        SqliteQueueStore.OpenAsync(new SqliteStoreOptions { Folder = folder.Path }, clock, NullLoggerFactory.Instance);

    private static WebApplication Build(ServerOptions options, IQueueStore store, TimeProvider clock) =>
        ServerApp.Build(options, store, clock, builder => builder.Logging.ClearProviders());

    private static async Task<ServerAnswer> PostAsync(HttpClient http, string address, object payload) =>
        await ServerAnswer.ReadAsync(
            await http.PostAsJsonAsync(new Uri(address, UriKind.Relative), payload, TestContext.Current.CancellationToken));

    private sealed class TempFolder : IDisposable
    {
        private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("labqueue-");

        public string Path => _folder.FullName;

        public void Dispose() => _folder.Delete(recursive: true);
    }
}
