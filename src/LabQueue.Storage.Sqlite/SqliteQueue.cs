using LabQueue.Engine;
using LabQueue.Storage.Sqlite.Reading;
using LabQueue.Storage.Sqlite.Search;
using LabQueue.Storage.Sqlite.Writing;

namespace LabQueue.Storage.Sqlite;

/// <summary>The queue of one site in the file.</summary>
internal sealed class SqliteQueue(SqliteWriter writer, ReaderPool readers, SearchIndex index, SiteState site, TimeProvider time) : IQueue
{
    public async Task<IReadOnlyList<AddResult>> AddAsync(
        IReadOnlyList<NewTask> tasks, Actor by, CancellationToken cancellationToken)
    {
        var (results, trouble) = await writer.PostAsync(session => AddTasks.Run(session, site, tasks, by), tasks.Count);
        return trouble is null ? results : throw new QueueStoreException(trouble, isFull: true);
    }

    public Task<PopResult> PopAsync(PopRequest request, CancellationToken cancellationToken)
    {
        var command = new PopCommand(site, request);
        writer.Post(command);
        return request.Wait > TimeSpan.Zero ? WaitAsync(command, request.Wait, cancellationToken) : command.Answer;
    }

    public Task<ReportResult> ReportAsync(TaskReport report, CancellationToken cancellationToken) =>
        writer.PostAsync(session => ReportTasks.Run(session, site, report));

    public Task<IReadOnlyList<HeartbeatAnswer>> HeartbeatAsync(Heartbeat heartbeat, CancellationToken cancellationToken) =>
        writer.PostAsync(session => ReportTasks.Beat(session, site, heartbeat));

    public Task<ChangeResult> RequeueAsync(string taskUid, Actor by, CancellationToken cancellationToken) =>
        writer.PostAsync(session => ChangeTasks.Requeue(session, site, taskUid, by));

    public Task<ChangeResult> DeleteAsync(string taskUid, Actor by, CancellationToken cancellationToken) =>
        writer.PostAsync(session => ChangeTasks.Delete(session, site, taskUid, by));

    public Task<ChangeResult> CancelAsync(string taskUid, Actor by, CancellationToken cancellationToken) =>
        writer.PostAsync(session => ChangeTasks.Cancel(session, site, taskUid, by));

    public Task<ChangeResult> PrioritizeAsync(string taskUid, int priority, Actor by, CancellationToken cancellationToken) =>
        writer.PostAsync(session => ChangeTasks.Prioritize(session, site, taskUid, priority, by));

    public Task SetPausedAsync(bool paused, Actor by, CancellationToken cancellationToken) =>
        writer.PostAsync(session => ChangeSites.SetPaused(session, site, paused, by));

    public Task<ChangeOutcome> SetConsumerAsync(string consumerId, ConsumerMode mode, Actor by, CancellationToken cancellationToken) =>
        writer.PostAsync(session => HearConsumers.SetMode(session, site, consumerId, mode, by));

    public Task<QueueTask?> FindAsync(string taskUid, CancellationToken cancellationToken) =>
        readers.ReadAsync(database => TaskReads.Find(database, site, taskUid)?.Task, cancellationToken);

    public Task<TaskDetails?> ExplainAsync(string taskUid, CancellationToken cancellationToken) =>
        readers.ReadAsync(database => RecordReads.Explain(database, site, taskUid), cancellationToken);

    public Task<TaskPage> ListAsync(TaskQuery query, CancellationToken cancellationToken) =>
        readers.ReadAsync(
            database => query.Scheduled
                ? ScheduledReads.List(database, site, query, time.GetUtcNow())
                : TaskReads.List(database, site, query),
            cancellationToken);

    public Task<IReadOnlyList<QueueTask>> SearchAsync(string uid, string? name, CancellationToken cancellationToken) =>
        readers.ReadAsync(database => TaskReads.Search(database, site, uid, name), cancellationToken);

    public Task<TaskSearchPage> FindTasksAsync(TaskSearch search, CancellationToken cancellationToken) =>
        index.FindAsync(readers, site, search, cancellationToken);

    public Task<DiffResult> DiffAsync(DiffRequest request, CancellationToken cancellationToken) =>
        readers.ReadAsync(database => TaskReads.Diff(database, site, request), cancellationToken);

    public Task<IReadOnlyCollection<string>> UidsAsync(
        IReadOnlyList<QueueTaskStatus> statuses, CancellationToken cancellationToken) =>
        readers.ReadAsync<IReadOnlyCollection<string>>(
            database => TaskReads.Uids(database, site, statuses), cancellationToken);

    public Task<DateTimeOffset?> OldestAsync(CancellationToken cancellationToken) =>
        readers.ReadAsync(database => TaskReads.Oldest(database, site), cancellationToken);

    public Task<HistoryPage> HistoryAsync(HistoryQuery query, CancellationToken cancellationToken) =>
        readers.ReadAsync(database => RecordReads.History(database, site, query), cancellationToken);

    public Task<QueueStats> StatsAsync(CancellationToken cancellationToken) =>
        Task.FromResult(RecordReads.Stats(site, time.GetUtcNow()));

    public Task<IReadOnlyList<MinuteStats>> DayAsync(CancellationToken cancellationToken) =>
        Task.FromResult(QuarterHours.Gather(site.Minutes.Since(QuarterHours.First(time.GetUtcNow()))));

    public Task<IReadOnlyList<ConsumerInfo>> ConsumersAsync(CancellationToken cancellationToken) =>
        readers.ReadAsync(database => RecordReads.Consumers(database, site), cancellationToken);

    public Task<SiteSettings> SettingsAsync(CancellationToken cancellationToken) => Task.FromResult(site.Settings);

    public async Task<SiteSettings> ChangeSettingsAsync(
        IReadOnlyDictionary<string, JsonText> values, Actor by, CancellationToken cancellationToken)
    {
        // Refused here, so that a wrong value does not roll back a group; judged again with what others set meanwhile.
        SettingRules.Change(site.Settings, values);
        return await writer.PostAsync(session =>
            ChangeSites.SetSettings(session, site, SettingRules.Change(site.Settings, values), by));
    }

    public Task<IReadOnlyList<AuditRecord>> AuditAsync(AuditQuery query, CancellationToken cancellationToken) =>
        readers.ReadAsync(database => RecordReads.Audit(database, site, query), cancellationToken);

    public IAsyncEnumerable<QueueEvent> WatchAsync(long? after, CancellationToken cancellationToken) =>
        site.Feed.WatchAsync(after, cancellationToken);

    // The end of the wait goes through the writer, so that it cannot cross a claim: either the consumer gets the task, or
    // nothing was claimed.
    private async Task<PopResult> WaitAsync(PopCommand command, TimeSpan wait, CancellationToken cancellationToken)
    {
        await using var timer = time.CreateTimer(_ => EndWait(command), null, wait, Timeout.InfiniteTimeSpan);
        await using var cancelled = cancellationToken.UnsafeRegister(_ => EndWait(command), null);
        return await command.Answer;
    }

    private void EndWait(PopCommand command)
    {
        command.End();
        try
        {
            writer.Post(new EndWaitCommand(command));
        }
        catch (QueueStoreException closed)
        {
            command.Fail(closed);
        }
    }
}
