using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LabQueue.Consumer;

/// <summary>Runs the handler of a task, and finds out what to report of it.</summary>
internal sealed partial class HandlerRunner(
    HandlerTable handlers,
    IServiceScopeFactory scopes,
    ConsumerMetrics metrics,
    ConsumerOptions options,
    TimeProvider time,
    ILogger logger)
{
    /// <summary>Runs a chunk to its end, and sets <see cref="HeldRun.Report"/>.</summary>
    /// <param name="run">The task.</param>
    /// <param name="stopRequested">The consumer is to stop.</param>
    /// <returns>Why no other task should be taken now; null: no reason.</returns>
    public async Task<TaskReleasedException?> RunAsync(HeldRun run, CancellationToken stopRequested)
    {
        var task = run.Task;
        using var scope = logger.BeginScope(new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["TaskUid"] = task.TaskUid,
            ["TaskName"] = task.Name,
            ["ConsumerId"] = options.ConsumerId,
        });
        Activity.Current = null;
        using var activity = ConsumerMetrics.Source.StartActivity(
            $"labqueue run {task.Name}", ActivityKind.Consumer, TraceParent.Of(task));
        activity?.SetTag("task.uid", task.TaskUid).SetTag("task.name", task.Name);
        NotePickup(task);

        var begun = time.GetTimestamp();
        run.Begin();
        var (report, trouble) = await HandleAsync(run, stopRequested);
        run.StopClock();
        var outcome = report is null ? "lost" : report.Kind.ToString().ToLowerInvariant();
        metrics.Ended(task.Name, outcome, time.GetElapsedTime(begun));
        activity?.SetTag("outcome", outcome);
        activity?.SetStatus(trouble is null ? ActivityStatusCode.Unset : ActivityStatusCode.Error, trouble?.Message);

        // What the handler did is done, and its scope closed, so that nothing is locked while the others have their turn.
        if (report is { Kind: ReportKind.Advance or ReportKind.Done })
        {
            await PaceAsync(run, begun, stopRequested);
        }

        run.Report = report is null ? null : report with { Fence = task.Fence, ConsumerId = options.ConsumerId };
        return trouble as TaskReleasedException;
    }

    private async Task<(TaskReport? Report, Exception? Trouble)> HandleAsync(HeldRun run, CancellationToken stopRequested)
    {
        if (handlers.Find(run.Task.Name) is not { } make)
        {
            run.Return();
            LogNoHandler(logger, run.Task.TaskUid, run.Task.Name);
            return (Reports.Fail(run.Task, $"This consumer has no handler for tasks named '{run.Task.Name}'."), null);
        }

        if (run.End != RunEnd.None)
        {
            run.Return();
            return (Judge(run, trouble: null), null);
        }

        var chunk = new TaskRun(run.Task, stopRequested);
        var call = CallAsync(run, make, chunk);
        try
        {
            await call.WaitAsync(run.Abandoned);
            return (chunk.ToReport(), null);
        }
        catch (Exception trouble)
        {
            if (!call.IsCompleted)
            {
                LogAbandoned(logger, run.Task.TaskUid, run.Task.Name, options.CancelPatience);
            }

            return (Judge(run, trouble), trouble);
        }
    }

    // Goes on behind the back of a run that was given up, so that the scope is closed when the handler does return.
    private async Task CallAsync(HeldRun run, Func<IServiceProvider, ITaskHandler> make, TaskRun chunk)
    {
        try
        {
            await using var services = scopes.CreateAsyncScope();
            await make(services.ServiceProvider).HandleAsync(chunk, run.Token);
        }
        finally
        {
            run.Return();
        }
    }

    private TaskReport? Judge(HeldRun run, Exception? trouble)
    {
        var task = run.Task;
        switch (run.End)
        {
            case RunEnd.TimedOut:
                LogTimedOut(logger, task.TaskUid, task.Name, task.MaxSeconds);
                return new TaskReport(ReportKind.Timeout, task.TaskUid);
            case RunEnd.Cancelled or RunEnd.Stopping:
                LogReleased(logger, task.TaskUid, task.Name, run.End);
                return new TaskReport(ReportKind.Release, task.TaskUid);
            case RunEnd.LeaseLost:
                // Whoever has the task now reports on it.
                LogLost(logger, task.TaskUid, task.Name);
                return null;
            case RunEnd.None:
                break;
        }

        switch (trouble)
        {
            case null:
                return null;
            case TaskReleasedException:
                LogHalted(logger, task.TaskUid, task.Name, trouble.Message);
                return new TaskReport(ReportKind.Release, task.TaskUid);
            case TaskFailedException:
                LogFailed(logger, trouble.InnerException, task.TaskUid, task.Name, trouble.Message);
                return Reports.Fail(task, trouble.Message);
            default:
                LogFailed(logger, trouble, task.TaskUid, task.Name, trouble.Message);
                return Reports.Fail(task, trouble.ToString());
        }
    }

    private async Task PaceAsync(HeldRun run, long begun, CancellationToken stopRequested)
    {
        var rest = TimeSpan.FromSeconds(run.Task.MinSeconds) - time.GetElapsedTime(begun);
        if (rest <= TimeSpan.Zero || stopRequested.IsCancellationRequested)
        {
            return;
        }

        using var either = CancellationTokenSource.CreateLinkedTokenSource(run.Token, stopRequested);
        await Task.Delay(rest, time, either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private void NotePickup(QueueTask task)
    {
        if (task.Progress.Handled == 0 && task.Orphaned == 0)
        {
            var ready = task.Created.AddSeconds(Math.Clamp(task.Delay ?? 0, 0, 30 * 86_400));
            ready = task.NotBefore is { } notBefore && notBefore > ready ? notBefore : ready;
            metrics.PickedUp(task.Name, time.GetUtcNow() - ready);
        }
    }

    [LoggerMessage(4001, LogLevel.Warning, "Task {TaskUid} ({TaskName}) failed: {Reason}")]
    private static partial void LogFailed(
        ILogger logger, Exception? exception, string taskUid, string taskName, string reason);

    [LoggerMessage(4002, LogLevel.Warning, "Task {TaskUid} ({TaskName}) failed: this consumer has no handler of that name")]
    private static partial void LogNoHandler(ILogger logger, string taskUid, string taskName);

    [LoggerMessage(4003, LogLevel.Warning, "Task {TaskUid} ({TaskName}) took longer than its {MaxSeconds} s and was cancelled")]
    private static partial void LogTimedOut(ILogger logger, string taskUid, string taskName, int maxSeconds);

    [LoggerMessage(4004, LogLevel.Information, "Task {TaskUid} ({TaskName}) was cut short ({Why}) and is given back")]
    private static partial void LogReleased(ILogger logger, string taskUid, string taskName, RunEnd why);

    [LoggerMessage(4005, LogLevel.Warning, "Task {TaskUid} ({TaskName}) is not ours any more; its handler was cancelled")]
    private static partial void LogLost(ILogger logger, string taskUid, string taskName);

    [LoggerMessage(4006, LogLevel.Error, "The handler of task {TaskUid} ({TaskName}) did not return within {Patience} of its "
        + "cancellation; it is left to itself")]
    private static partial void LogAbandoned(ILogger logger, string taskUid, string taskName, TimeSpan patience);

    [LoggerMessage(4007, LogLevel.Warning, "Task {TaskUid} ({TaskName}) is given back, and no other is taken for now: {Reason}")]
    private static partial void LogHalted(ILogger logger, string taskUid, string taskName, string reason);
}
