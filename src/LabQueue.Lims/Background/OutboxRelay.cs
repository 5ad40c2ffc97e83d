using LabQueue.Failing;
using LabQueue.Lims.Store;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LabQueue.Lims.Background;

/// <summary>Sends a site's outbox to its queue: at once what is new, and again and again what the queue does not take.</summary>
/// <remarks>A task keeps its uid, so that a repeated add is harmless: <see cref="NewTask.Once"/>.</remarks>
internal sealed partial class OutboxRelay(
    LabStore store, LabQueueLinks links, WorkEnd ends, LabSite site, TimeProvider time, ILogger<OutboxRelay> logger)
    : BackgroundService, IOutboxSignal
{
    private const int MostPerCall = 100;

    private static readonly TimeSpan Between = TimeSpan.FromSeconds(5);

    private TaskCompletionSource _wake = NewWake();
    private string? _told;

    /// <inheritdoc/>
    public void Wake() => Interlocked.Exchange(ref _wake, NewWake()).TrySetResult();

    /// <summary>Sends what waits.</summary>
    /// <returns>Why the queue does not take it; null: nothing waits any more.</returns>
    public async Task<string?> RunOnceAsync(CancellationToken cancellationToken)
    {
        if (links.Of(site.Name) is not { HasQueue: true } link)
        {
            return null;
        }

        while (await NextAsync(cancellationToken) is { Count: > 0 } tasks)
        {
            if (await SendAsync(link.Queue, tasks, cancellationToken) is { } trouble)
            {
                return trouble;
            }
        }

        return null;
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var backoff = new Backoff();
        while (!stoppingToken.IsCancellationRequested)
        {
            var woken = Volatile.Read(ref _wake).Task;
            var trouble = await TryAsync(stoppingToken);
            if (trouble is null)
            {
                backoff.Reset();
                await Task.WhenAny(woken, Task.Delay(Between, time, stoppingToken));
            }
            else
            {
                await Task.Delay(backoff.Next(), time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private static TaskCompletionSource NewWake() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task<string?> TryAsync(CancellationToken cancellationToken)
    {
        string? trouble;
        try
        {
            trouble = await RunOnceAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return null;
        }
        catch (Exception unforeseen)
        {
            // The laboratory's own database may be away for a while; the work is in it and waits.
            LogUnforeseen(unforeseen);
            trouble = unforeseen.Message;
        }

        if (trouble != _told && trouble is not null)
        {
            LogTrouble(trouble);
        }

        _told = trouble;
        return trouble;
    }

    private async Task<IReadOnlyList<NewTask>> NextAsync(CancellationToken cancellationToken)
    {
        await using var reader = await store.ReadAsync(site.Name, cancellationToken);
        var uids = await reader.QueryAsync<string>(WorkSql.Kept, new { site = site.Name, limit = MostPerCall }, cancellationToken);
        var tasks = new List<NewTask>(uids.Count);
        foreach (var uid in uids)
        {
            if (await WorkLedger.FindAsync(reader, uid, cancellationToken) is { } record)
            {
                tasks.Add(ToTask(record, await WorkLedger.PendingAsync(reader, uid, cancellationToken)));
            }
        }

        return tasks;
    }

    private static NewTask ToTask(WorkRecord record, IReadOnlyList<WorkItem> items) =>
        new(record.Name, record.ContextUid, record.ContextPath)
        {
            TaskUid = record.TaskUid,
            Uids = [.. items.Select(item => item.Uid)],
            Created = UnixTime.FromMicroseconds(record.Decided),
            Username = record.Username,
            Action = record.Action,
            Lane = record.ContextUid == Objects.LabUid.Site ? null : record.ContextUid,
            Ghost = record.Name == TaskNames.Rights,
            Priority = record.Name == TaskNames.Rights ? 50 : 10,
            Once = true,
        };

    private async Task<string?> SendAsync(IQueue queue, IReadOnlyList<NewTask> tasks, CancellationToken cancellationToken)
    {
        try
        {
            await queue.AddAsync(tasks, LabQueueLink.Consumer, cancellationToken);

            // A crash from here on leaves them in the outbox; the queue knows them when they are sent again.
            FailPoint.Hit(FailPoint.Relayed);
            foreach (var task in tasks)
            {
                await SentAsync(task.TaskUid!, cancellationToken);
            }

            return null;
        }
        catch (QueueException trouble) when (trouble.IsTransient)
        {
            return trouble.Message;
        }
        catch (QueueException) when (tasks.Count > 1)
        {
            // One of them may be at fault, and none was taken: each goes alone.
            foreach (var task in tasks)
            {
                if (await SendAsync(queue, [task], cancellationToken) is { } trouble)
                {
                    return trouble;
                }
            }

            return null;
        }
        catch (QueueException refusal)
        {
            LogRefused(tasks[0].TaskUid!, refusal.Message);
            await ends.EndAsync(
                site.Name, tasks[0].TaskUid!, WorkStatus.Failed, $"The queue does not take it: {refusal.Message}", cancellationToken);
            await SentAsync(tasks[0].TaskUid!, cancellationToken);
            return null;
        }
    }

    private async Task SentAsync(string taskUid, CancellationToken cancellationToken)
    {
        await using var work = await store.BeginAsync(site.Name, WorkEnd.Origin(time, taskUid), cancellationToken);
        await work.ExecuteAsync(WorkSql.Sent, new { site = site.Name, task_uid = taskUid }, cancellationToken);
        await work.CommitAsync(cancellationToken);
    }

    [LoggerMessage(5001, LogLevel.Warning, "Work waits in the outbox of the laboratory: {Reason}")]
    private partial void LogTrouble(string reason);

    [LoggerMessage(5002, LogLevel.Error, "The outbox of the laboratory cannot be sent")]
    private partial void LogUnforeseen(Exception exception);

    [LoggerMessage(5003, LogLevel.Error, "The queue does not take task {TaskUid}: {Reason}")]
    private partial void LogRefused(string taskUid, string reason);
}
