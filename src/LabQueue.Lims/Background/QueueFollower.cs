using LabQueue.Lims.Store;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LabQueue.Lims.Background;

/// <summary>Follows the ends of a site's tasks in the queue, so that nothing stays locked by a task that is no more.</summary>
internal sealed partial class QueueFollower(
    LabStore store, LabQueueLinks links, WorkEnd ends, LabSite site, TimeProvider time, ILogger<QueueFollower> logger)
    : BackgroundService
{
    private const int Page = 1_000;
    private const int MostSwept = 500;

    private static readonly TimeSpan Between = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan SweepEvery = TimeSpan.FromSeconds(30);

    private bool _isInTrouble;

    /// <summary>Goes through the ends that were not looked at yet.</summary>
    public async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        if (links.Of(site.Name).Queue is not { } queue)
        {
            return;
        }

        var number = await FollowedAsync(cancellationToken);
        if (number is null)
        {
            // Nothing of the laboratory's can have ended before the first look.
            number = (await queue.HistoryAsync(new HistoryQuery { Limit = 1, NewestFirst = true }, cancellationToken)).Last;
            await FollowAsync(number.Value, cancellationToken);
            return;
        }

        while (true)
        {
            var page = await queue.HistoryAsync(new HistoryQuery { After = number, Limit = Page }, cancellationToken);
            foreach (var entry in page.Entries)
            {
                await EndAsync(entry, cancellationToken);
                number = entry.Number;
            }

            // A history that is shorter than what was followed is another one: the queue was restored, or begun anew.
            number = page.Entries.Count == 0 && page.Last < number ? page.Last : number;
            await FollowAsync(number.Value, cancellationToken);
            if (page.Entries.Count < Page)
            {
                return;
            }
        }
    }

    /// <summary>Compares work that has not ended with the queue: what is in neither outbox nor queue is released.</summary>
    public async Task SweepAsync(CancellationToken cancellationToken)
    {
        if (links.Of(site.Name).Queue is not { } queue)
        {
            return;
        }

        foreach (var record in await OpenAsync(cancellationToken))
        {
            if (await IsKeptAsync(record.TaskUid, cancellationToken))
            {
                continue;
            }

            var details = await queue.ExplainAsync(record.TaskUid, cancellationToken);
            if (details is null)
            {
                await ends.EndAsync(
                    site.Name, record.TaskUid, WorkStatus.Deleted, "the queue does not know it any more", cancellationToken);
            }
            else if (details.End is { } end)
            {
                await EndAsync(end, cancellationToken);
            }
            else if (details.Task.Status == QueueTaskStatus.Failed)
            {
                await ends.EndAsync(site.Name, record.TaskUid, WorkStatus.Failed, TextOf(details.Task), cancellationToken);
            }
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Between, time);
        var swept = time.GetTimestamp();
        try
        {
            do
            {
                var isSweep = time.GetElapsedTime(swept) >= SweepEvery;
                swept = isSweep ? time.GetTimestamp() : swept;
                await TryAsync(isSweep, stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The process stops.
        }
    }

    private static string? TextOf(QueueTask task) => task.ErrorMessage?.ToString();

    private async Task TryAsync(bool isSweep, CancellationToken cancellationToken)
    {
        try
        {
            await RunOnceAsync(cancellationToken);
            if (isSweep)
            {
                await SweepAsync(cancellationToken);
            }

            _isInTrouble = false;
        }
        catch (Exception trouble) when (trouble is not OperationCanceledException)
        {
            if (!_isInTrouble)
            {
                LogTrouble(trouble.Message);
            }

            _isInTrouble = true;
        }
    }

    private Task EndAsync(HistoryEntry entry, CancellationToken cancellationToken) => entry.Task.Status switch
    {
        QueueTaskStatus.Failed => ends.EndAsync(
            site.Name, entry.Task.TaskUid, WorkStatus.Failed, TextOf(entry.Task), cancellationToken),
        QueueTaskStatus.Cancelled => ends.EndAsync(
            site.Name, entry.Task.TaskUid, WorkStatus.Cancelled, By(entry), cancellationToken),
        QueueTaskStatus.Deleted => ends.EndAsync(
            site.Name, entry.Task.TaskUid, WorkStatus.Deleted, By(entry), cancellationToken),
        QueueTaskStatus.Done => ends.EndAsync(site.Name, entry.Task.TaskUid, WorkStatus.Done, reason: null, cancellationToken),
        QueueTaskStatus.Queued or QueueTaskStatus.Running => Task.CompletedTask,
    };

    private static string? By(HistoryEntry entry) =>
        entry.EndedBy is null ? entry.Reason
        : entry.Reason is null ? $"by {entry.EndedBy}"
        : $"by {entry.EndedBy}, {entry.Reason}";

    private async Task<long?> FollowedAsync(CancellationToken cancellationToken)
    {
        await using var reader = await store.ReadAsync(site.Name, cancellationToken);
        return await reader.QueryAsync<long>(WorkSql.Followed, new { site = site.Name }, cancellationToken) is [var number] ? number : null;
    }

    private async Task FollowAsync(long number, CancellationToken cancellationToken)
    {
        if (await FollowedAsync(cancellationToken) == number)
        {
            return;
        }

        await using var work = await store.BeginAsync(site.Name, WorkEnd.Origin(time, string.Empty), cancellationToken);
        await work.ExecuteAsync(WorkSql.Follow, new { site = site.Name, number }, cancellationToken);
        await work.CommitAsync(cancellationToken);
    }

    private async Task<IReadOnlyList<WorkRecord>> OpenAsync(CancellationToken cancellationToken)
    {
        await using var reader = await store.ReadAsync(site.Name, cancellationToken);
        var before = (time.GetUtcNow() - SweepEvery).ToMicroseconds();
        return await reader.QueryAsync<WorkRecord>(
            WorkSql.Open, new { site = site.Name, before, limit = MostSwept }, cancellationToken);
    }

    private async Task<bool> IsKeptAsync(string taskUid, CancellationToken cancellationToken)
    {
        await using var reader = await store.ReadAsync(site.Name, cancellationToken);
        return await reader.ScalarAsync<long>(WorkSql.IsKept, new { site = site.Name, task_uid = taskUid }, cancellationToken) > 0;
    }

    [LoggerMessage(5004, LogLevel.Warning, "The ends of tasks in the queue cannot be followed for now: {Reason}")]
    private partial void LogTrouble(string reason);
}
