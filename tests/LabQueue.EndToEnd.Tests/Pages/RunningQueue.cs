using LabQueue.Client;
using LabQueue.EndToEnd.Tests.Running;

namespace LabQueue.EndToEnd.Tests.Pages;

/// <summary>A server without laboratory, with the demo's tasks: some run, wait, failed or are done. Running for all tests of a class.</summary>
public sealed class RunningQueue : IAsyncLifetime
{
    private readonly ScratchFolder _folder = new();
    private ServerProcess? _process;
    private QueueClient? _queue;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static Actor By => new("queue_consumer");

    /// <summary>How it is reached.</summary>
    internal ServerSetup Setup => _process!.Setup;

    /// <summary>The queue, for a program that adds tasks and carries them out.</summary>
    internal IQueue Queue => _queue ??= new QueueClient(
        new QueueClientOptions { BaseAddress = new Uri(Setup.Portal), AuthKey = Setup.Key, Username = "queue_consumer" }, TimeProvider.System);

    /// <summary>Adds a task and lets it fail for good.</summary>
    /// <returns>Its uid.</returns>
    internal async Task<string> AddFailedAsync(string name, string error = "ConflictError: try again")
    {
        var task = await TakeAsync(await AddAsync(new NewTask(name, "0", $"/{ServerSetup.Site}/worksheets/{name}") { Retries = 0 }));
        await Queue.ReportAsync(new TaskReport(ReportKind.Fail, task.TaskUid) { Fence = task.Fence, ErrorMessage = JsonText.FromString(error) }, Token);
        return task.TaskUid;
    }

    /// <summary>Adds a task.</summary>
    /// <returns>The task.</returns>
    internal async Task<QueueTask> AddAsync(NewTask task)
    {
        // Uids of the same second begin alike, and a page shows no more than their beginning.
        var uid = Guid.NewGuid().ToString("N");
        var added = (await Queue.AddAsync([task with { TaskUid = uid, Username = task.Username ?? "analyst1" }], By, Token)).ShouldHaveSingleItem();
        added.Added.ShouldBeTrue();
        return added.Task;
    }

    /// <summary>Takes a task, as a consumer that does nothing else.</summary>
    /// <returns>The task as the consumer has it.</returns>
    internal async Task<QueueTask> TakeAsync(QueueTask task)
    {
        var request = new PopRequest("http://taker.example:8080") { Names = [task.Name], Count = 1, Lease = QueueLimits.LongestLease, Version = "Taker 1.2" };
        return (await Queue.PopAsync(request, Token)).Tasks.ShouldHaveSingleItem();
    }

    /// <inheritdoc/>
    public async ValueTask InitializeAsync() => _process = await ServerProcess.StartAsync(
        new ServerSetup(_folder.Path) { Options = ["--demo"] }, TestContext.Current.CancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await _process.DisposeAsync();
        }

        _folder.Dispose();
    }
}
