using LabQueue.Engine;
using LabQueue.Storage.Postgres.Feeding;
using LabQueue.Storage.Postgres.Reading;
using LabQueue.Storage.Postgres.Sites;
using LabQueue.Storage.Postgres.Writing;

namespace LabQueue.Storage.Postgres;

/// <summary>The queue of one site in the database.</summary>
internal sealed class PostgresQueue(StoreContext store, SiteFollower follower) : IQueue
{
    private readonly SiteState _site = follower.Site;
    private readonly SiteWriter _writer = follower.Writer;
    private readonly TaskReads _tasks = new(store.Source, follower.Site);
    private readonly RecordReads _records = new(store.Source, follower.Site);

    public Task<IReadOnlyList<AddResult>> AddAsync(
        IReadOnlyList<NewTask> tasks, Actor by, CancellationToken cancellationToken) =>
        _writer.PostAsync(new AddCommand(tasks, by));

    public Task<PopResult> PopAsync(PopRequest request, CancellationToken cancellationToken)
    {
        var command = new PopCommand(request);
        _writer.Post(command);
        return request.Wait > TimeSpan.Zero ? WaitAsync(command, request.Wait, cancellationToken) : command.Answer;
    }

    public Task<ReportResult> ReportAsync(TaskReport report, CancellationToken cancellationToken) =>
        _writer.PostAsync(new ReportCommand(report));

    public Task<IReadOnlyList<HeartbeatAnswer>> HeartbeatAsync(Heartbeat heartbeat, CancellationToken cancellationToken) =>
        _writer.PostAsync(new HeartbeatCommand(heartbeat));

    public Task<ChangeResult> RequeueAsync(string taskUid, Actor by, CancellationToken cancellationToken) =>
        _writer.PostAsync(new ChangeCommand(taskUid, by, "requeue", ChangeCommand.Requeue));

    public Task<ChangeResult> DeleteAsync(string taskUid, Actor by, CancellationToken cancellationToken) =>
        _writer.PostAsync(new ChangeCommand(taskUid, by, "delete", ChangeCommand.Delete));

    public Task<ChangeResult> CancelAsync(string taskUid, Actor by, CancellationToken cancellationToken) =>
        _writer.PostAsync(new ChangeCommand(taskUid, by, "cancel", ChangeCommand.Cancel));

    public Task<ChangeResult> PrioritizeAsync(string taskUid, int priority, Actor by, CancellationToken cancellationToken) =>
        _writer.PostAsync(new ChangeCommand(
            taskUid,
            by,
            "priority",
            (work, tracked, _) => ChangeCommand.Prioritize(work, tracked, priority),
            task => TaskLifecycle.ExplainPriority(task, priority)));

    public Task SetPausedAsync(bool paused, Actor by, CancellationToken cancellationToken) =>
        _writer.PostAsync(new SiteCommand<bool>((work, token) => SiteChanges.SetPausedAsync(work, paused, by, token)));

    public Task<ChangeOutcome> SetConsumerAsync(string consumerId, ConsumerMode mode, Actor by, CancellationToken cancellationToken) =>
        _writer.PostAsync(new SiteCommand<ChangeOutcome>(
            (work, token) => SiteChanges.SetConsumerAsync(work, consumerId, mode, by, token)));

    public async Task<QueueTask?> FindAsync(string taskUid, CancellationToken cancellationToken) =>
        (await store.ReadAsync(token => _tasks.FindAsync(taskUid, token), cancellationToken))?.Task;

    public Task<TaskDetails?> ExplainAsync(string taskUid, CancellationToken cancellationToken) =>
        store.ReadAsync(token => _records.ExplainAsync(taskUid, store.Now, token), cancellationToken);

    public Task<TaskPage> ListAsync(TaskQuery query, CancellationToken cancellationToken) =>
        store.ReadAsync(
            token => query.Scheduled ? _tasks.ScheduledAsync(query, store.Now, token) : _tasks.ListAsync(query, token),
            cancellationToken);

    public Task<TaskSearchPage> FindTasksAsync(TaskSearch search, CancellationToken cancellationToken) =>
        store.ReadAsync(token => new SearchReads(_tasks, _records, search).FindAsync(store.Now, token), cancellationToken);

    public Task<IReadOnlyList<QueueTask>> SearchAsync(string uid, string? name, CancellationToken cancellationToken) =>
        store.ReadAsync(token => _tasks.SearchAsync(uid, name, token), cancellationToken);

    public Task<DiffResult> DiffAsync(DiffRequest request, CancellationToken cancellationToken) =>
        store.ReadAsync(token => _tasks.DiffAsync(request, token), cancellationToken);

    public Task<IReadOnlyCollection<string>> UidsAsync(
        IReadOnlyList<QueueTaskStatus> statuses, CancellationToken cancellationToken) =>
        store.ReadAsync(token => _tasks.UidsAsync(statuses, token), cancellationToken);

    public Task<DateTimeOffset?> OldestAsync(CancellationToken cancellationToken) =>
        store.ReadAsync(_tasks.OldestAsync, cancellationToken);

    public Task<HistoryPage> HistoryAsync(HistoryQuery query, CancellationToken cancellationToken) =>
        store.ReadAsync(token => _records.HistoryAsync(query, store.Now, token), cancellationToken);

    public Task<QueueStats> StatsAsync(CancellationToken cancellationToken) =>
        store.ReadAsync(token => _records.StatsAsync(store.Now, token), cancellationToken);

    public Task<IReadOnlyList<MinuteStats>> DayAsync(CancellationToken cancellationToken) =>
        store.ReadAsync(token => _records.DayAsync(store.Now, token), cancellationToken);

    public Task<IReadOnlyList<ConsumerInfo>> ConsumersAsync(CancellationToken cancellationToken) =>
        store.ReadAsync(token => _records.ConsumersAsync(store.Now, token), cancellationToken);

    public Task<SiteSettings> SettingsAsync(CancellationToken cancellationToken) => Task.FromResult(_site.Site.Settings);

    public async Task<SiteSettings> ChangeSettingsAsync(
        IReadOnlyDictionary<string, JsonText> values, Actor by, CancellationToken cancellationToken)
    {
        // Refused here, so that a wrong value does not roll back a group; judged again with what others set meanwhile.
        SettingRules.Change(_site.Site.Settings, values);
        return await _writer.PostAsync(new SiteCommand<SiteSettings>((work, token) =>
            SiteChanges.SetSettingsAsync(work, SettingRules.Change(work.Settings, values), by, token)));
    }

    public Task<IReadOnlyList<AuditRecord>> AuditAsync(AuditQuery query, CancellationToken cancellationToken) =>
        store.ReadAsync(token => _records.AuditAsync(query, token), cancellationToken);

    public IAsyncEnumerable<QueueEvent> WatchAsync(long? after, CancellationToken cancellationToken) =>
        _site.Feed.WatchAsync(after, cancellationToken);

    // The end of the wait goes through the writer, so that it cannot cross a claim: either the consumer gets the task, or
    // nothing was claimed.
    private async Task<PopResult> WaitAsync(PopCommand command, TimeSpan wait, CancellationToken cancellationToken)
    {
        await using var timer = store.Time.CreateTimer(_ => _writer.EndWait(command), null, wait, Timeout.InfiniteTimeSpan);
        await using var cancelled = cancellationToken.UnsafeRegister(_ => _writer.EndWait(command), null);
        return await command.Answer;
    }
}
