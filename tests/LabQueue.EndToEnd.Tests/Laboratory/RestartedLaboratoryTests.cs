using System.Text.Json;
using LabQueue.EndToEnd.Tests.Running;
using LabQueue.EndToEnd.Tests.Storm;

namespace LabQueue.EndToEnd.Tests.Laboratory;

/// <summary>A server that was killed while its own consumer was at work goes on with that work as soon as it is back.</summary>
public sealed class RestartedLaboratoryTests : IAsyncLifetime
{
    private readonly ScratchFolder _folder = new();
    private readonly StormServer _server;
    private readonly LabDay _day;
    private readonly QueueApi _queue;

    public RestartedLaboratoryTests()
    {
        _server = new StormServer(LabSetup.Of(_folder.Path));
        _day = new LabDay(_server.Setup);
        _queue = new QueueApi(_server.Setup, "admin");
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync() => await _server.StartAsync(failPoint: null, Token);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _queue.Dispose();
        _day.Dispose();
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Nothing_waits_for_the_lease_of_the_consumer_that_died_with_the_server()
    {
        var (task, click) = await GivenWaitingTaskAsync();
        await _server.KillAsync();
        await _server.StartAsync("worked:2", Token);
        var killed = await ConsumerAsync();
        await ResumeAsync();
        (await _server.WaitForEndAsync(Token)).ShouldBe(StormServer.KilledBySignal9);

        await _server.StartAsync(failPoint: null, Token);

        // A lease of 15 s would still be alive: it begins anew with each start.
        var runs = await RunsAsync(task);
        runs.Where(run => run.Text("consumer_id") == killed).Select(run => run.Text("outcome")).ShouldBe(["advance", "orphaned"]);
        var outcome = await _day.Analyst.OutcomeAsync(click, Token);
        outcome["done"].GetInt32().ShouldBe(LabDay.OnSheet);
        (await RunsAsync(task))[^1].Text("consumer_id").ShouldNotBe(killed);
    }

    // Handed in while the queue gives out nothing.
    private async Task<(string Task, ApiAnswer Click)> GivenWaitingTaskAsync()
    {
        var sheet = await _day.FilledSheetAsync();
        string[] uids = [.. (await _day.LayoutAsync(sheet)).Select(row => row.Text("analysis_uid"))];
        await _day.EnterAsync(uids);
        (await _queue.PostAsync("pause", "{}", Token)).Status.ShouldBe(200);
        var click = await _day.Analyst.DoAsync($"worksheet/{sheet}/action", new { action = "submit", uids }, Token);
        return (click["task_uid"].GetString()!, click);
    }

    // The answer may be lost: the work that begins ends the process.
    private async Task ResumeAsync()
    {
        try
        {
            await _queue.PostAsync("resume", "{}", Token);
        }
        catch (HttpRequestException)
        {
            // It was.
        }
    }

    private async Task<string> ConsumerAsync() =>
        (await File.ReadAllTextAsync(Path.Combine(_folder.Path, "inner-consumer"), Token)).Trim();

    private async Task<IReadOnlyList<JsonElement>> RunsAsync(string task)
    {
        var answer = await _queue.GetAsync($"explain/{task}", Token);
        answer.Status.ShouldBe(200, answer.ToString());
        return [.. answer["attempts"].EnumerateArray()];
    }
}
