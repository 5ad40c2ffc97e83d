using LabQueue.Consumer;
using LabQueue.Lims.Access;
using LabQueue.Lims.Store;
using LabQueue.Lims.Workflow;
using Microsoft.Extensions.Logging;

namespace LabQueue.Lims.Background;

/// <summary>Runs tasks for consumers of the original kind.</summary>
internal sealed partial class TaskProcessor(
    LabStore store, LabQueueLinks links, LabTaskHandler handler, RightsHandler rights, ILabUsers users, ILogger<TaskProcessor> logger)
    : ITaskProcessor
{
    /// <inheritdoc/>
    public async Task<string> ConsumeAsync(string site, string consumerId, CancellationToken cancellationToken)
    {
        if (links.Of(site).Queue is not { } queue)
        {
            return "The queue is off";
        }

        var request = new PopRequest(consumerId) { Lease = QueueLimits.DefaultLease };
        var taken = await queue.PopAsync(request, cancellationToken);
        if (taken.Tasks is not [var task])
        {
            return "No tasks to process";
        }

        // The clock that called waits for nothing: the work goes on behind the answer, and its lease ends with the process.
        _ = RunAsync(queue, task, consumerId);
        return $"Processing task {task.TaskUid}";
    }

    /// <inheritdoc/>
    public async Task<Refusal?> ProcessAsync(
        string site, string taskUid, LabUser caller, CancellationToken cancellationToken)
    {
        if (links.Of(site).Queue is not { } queue || await queue.FindAsync(taskUid, cancellationToken) is not { } task)
        {
            return new Refusal(RefusalKind.NotFound, $"There is no task {taskUid}.");
        }

        if (task.Username != caller.Username)
        {
            return new Refusal(RefusalKind.Forbidden, $"Task {taskUid} is to run as another user.");
        }

        if (await MissingAsync(site, task, caller, cancellationToken) is { } refusal)
        {
            return refusal;
        }

        if (task.Name == TaskNames.Rights)
        {
            await rights.DoAsync(task, cancellationToken);
            return null;
        }

        foreach (var chunk in task.Uids.Count == 0 ? [[]] : task.Uids.Chunk(task.ChunkSize > 0 ? task.ChunkSize : task.Uids.Count))
        {
            await handler.DoAsync(task, chunk, cancellationToken);
        }

        return null;
    }

    private async Task<Refusal?> MissingAsync(
        string site, QueueTask task, LabUser caller, CancellationToken cancellationToken)
    {
        if (TaskNames.ActionOf(task) is null && task.Name != TaskNames.Rights)
        {
            return new Refusal(RefusalKind.Invalid, $"Nothing here does tasks named '{task.Name}'.");
        }

        await using var reader = await store.ReadAsync(site, cancellationToken);
        return task.ContextUid != Objects.LabUid.Site
            && await reader.FindAsync<Objects.LabObject>(task.ContextUid, cancellationToken) is null
            ? new Refusal(RefusalKind.NotFound, $"There is no object {task.ContextUid}, which task {task.TaskUid} is about.")
            : await users.FindAsync(reader, caller.Username, cancellationToken) is null or { Disabled: true }
                ? new Refusal(RefusalKind.Forbidden, $"The laboratory has no user '{caller.Username}'.")
                : null;
    }

    private async Task RunAsync(IQueue queue, QueueTask task, string consumerId)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(task.MaxSeconds), store.Time);
        TaskReport report;
        try
        {
            var run = new TaskRun(task);
            ITaskHandler chosen = task.Name == TaskNames.Rights ? rights : handler;
            await chosen.HandleAsync(run, patience.Token);
            report = run.ToReport();
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested)
        {
            report = new TaskReport(ReportKind.Timeout, task.TaskUid);
        }
        catch (Exception trouble)
        {
            LogFailed(trouble, task.TaskUid, task.Name);
            report = new TaskReport(ReportKind.Fail, task.TaskUid) { ErrorMessage = JsonText.FromString(trouble.Message) };
        }

        try
        {
            await queue.ReportAsync(report with { Fence = task.Fence, ConsumerId = consumerId }, CancellationToken.None);
        }
        catch (QueueException trouble)
        {
            // Its lease ends, and it runs again; what was done is not done twice.
            LogFailed(trouble, task.TaskUid, task.Name);
        }
    }

    [LoggerMessage(5005, LogLevel.Warning, "Task {TaskUid} ({TaskName}) failed")]
    private partial void LogFailed(Exception exception, string taskUid, string taskName);
}
