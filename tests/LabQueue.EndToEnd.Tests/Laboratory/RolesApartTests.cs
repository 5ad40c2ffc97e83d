using LabQueue.EndToEnd.Tests.Consuming;
using LabQueue.EndToEnd.Tests.Running;

namespace LabQueue.EndToEnd.Tests.Laboratory;

/// <summary>Queue server, laboratory and consumer as processes of their own on one machine do what one process does.</summary>
public class RolesApartTests : IAsyncLifetime
{
    // A server for other systems lets each chunk last three seconds: few of them.
    private const string Settings = """{"default": 20}""";

    private readonly ScratchFolder _queueFolder = new();
    private readonly ScratchFolder _labFolder = new();
    private readonly List<ServerProcess> _processes = [];
    private readonly ServerSetup _server;
    private readonly ServerSetup _lab;

    private readonly string? _store;

    public RolesApartTests()
        : this(store: null)
    {
    }

    /// <summary>The same, with queue and laboratory on a PostgreSQL.</summary>
    protected RolesApartTests(string? store)
    {
        _store = store;
        _server = new ServerSetup(_queueFolder.Path) { Options = Stored };
        _lab = Beside(["lims"], "--demo", "--queue-server", _server.Portal);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string[] Stored => _store is null ? [] : ["--store", _store];

    public async ValueTask InitializeAsync()
    {
        await StartAsync(_server);
        using var queue = new QueueApi(_server);
        (await queue.PostAsync("settings", Settings, Token)).Status.ShouldBe(200);
        await StartAsync(_lab);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in Enumerable.Reverse(_processes))
        {
            await process.DisposeAsync();
        }

        _labFolder.Dispose();
        _queueFolder.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_second_process_on_the_same_records_does_the_tasks_also_after_its_death()
    {
        var worker = Beside(["lims", "consumer"], "--queue-server", _server.Portal);
        var first = await StartAsync(worker);
        using var day = new LabDay(_lab);
        var sheet = await day.FilledSheetAsync();
        string[] uids = [.. (await day.LayoutAsync(sheet)).Select(row => row.Text("analysis_uid"))];
        uids.Length.ShouldBe(LabDay.OnSheet);
        await day.EnterAsync(uids);

        await first.KillAsync();
        var click = await day.Analyst.DoAsync($"worksheet/{sheet}/action", new { action = "submit", uids }, Token);
        click["queued"].GetInt32().ShouldBe(LabDay.OnSheet);
        await StartAsync(worker);

        var submitted = await day.Analyst.OutcomeAsync(click, Token);
        submitted["done"].GetInt32().ShouldBe(LabDay.OnSheet);
        await day.Verifier.WorkAsync($"worksheet/{sheet}/action", new { action = "verify", uids }, LabDay.OnSheet, Token);
        (await day.StateAsync("worksheet", sheet)).ShouldBe("verified");
        await RestAsync();
    }

    [Fact]
    public async Task A_consumer_of_the_original_kind_does_the_laboratorys_tasks()
    {
        await StartAsync(Beside(["consumer"], "--queue-server", _server.Portal, "--senaite", _lab.Portal));
        using var day = new LabDay(_lab);
        var sheet = await day.FilledSheetAsync();
        (await day.LayoutAsync(sheet)).Count.ShouldBe(LabDay.OnSheet);

        var client = (await day.Manager.FindAsync("client", Token)).Titled("Happy Hills").Uid();
        var contact = (await day.Manager.UidsAsync($"contact?getClientUID={client}", Token)).ShouldHaveSingleItem();
        var link = await day.Manager.DoAsync($"contact/{contact}/link", new { username = "rita" }, Token);
        await day.Manager.OutcomeAsync(link, Token);

        using var rita = new Person(_lab, "rita");
        (await rita.UidsAsync("analysisrequest?limit=5000", Token)).ShouldBe(
            await day.Manager.UidsAsync($"analysisrequest?getClientUID={client}&limit=5000", Token), ignoreOrder: true);
        await RestAsync();
    }

    // Nothing waits, nothing is locked, and all of the trail is sealed, by two sealers where there are two.
    private async Task RestAsync()
    {
        await using var file = new LabFile(_labFolder.Path, _store);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Token);
        patience.CancelAfter(TimeSpan.FromMinutes(1));
        await ConsumedWork.UntilAsync(() => file.IsAtRestAsync(patience.Token), patience.Token);
        (await file.AuditAsync(Token)).Faults.ShouldBeEmpty();
    }

    private ServerSetup Beside(string[] roles, params string[] options) =>
        new(_labFolder.Path) { Roles = roles, Options = [.. options, .. roles is ["consumer"] ? [] : Stored], Key = _server.Key };

    private async Task<ServerProcess> StartAsync(ServerSetup setup)
    {
        var process = await ServerProcess.StartAsync(setup, Token);
        _processes.Add(process);
        return process;
    }
}
