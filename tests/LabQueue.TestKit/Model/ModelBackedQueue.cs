using LabQueue.Engine;

namespace LabQueue.TestKit.Model;

/// <summary>The model behind the queue's interface.</summary>
internal sealed class ModelBackedQueue(ModelQueue model, TimeProvider clock) : IQueue
{
    private DateTimeOffset Now => clock.GetUtcNow();

    public Task<IReadOnlyList<AddResult>> AddAsync(
        IReadOnlyList<NewTask> tasks, Actor by, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<AddResult>>([.. tasks.Select(task => model.Add(task, by.Username, Now))]);

    public Task<PopResult> PopAsync(PopRequest request, CancellationToken cancellationToken) =>
        Task.FromResult(model.Pop(request, Now));

    public Task<ReportResult> ReportAsync(TaskReport report, CancellationToken cancellationToken) =>
        Task.FromResult(model.Report(report, Now));

    public Task<IReadOnlyList<HeartbeatAnswer>> HeartbeatAsync(Heartbeat heartbeat, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<HeartbeatAnswer>>(
            [.. heartbeat.Tasks.Select(task => model.Heartbeat(task, heartbeat.ConsumerId, heartbeat.Lease, Now))]);

    public Task<ChangeResult> RequeueAsync(string taskUid, Actor by, CancellationToken cancellationToken) =>
        Task.FromResult(model.Requeue(taskUid, Now));

    public Task<ChangeResult> DeleteAsync(string taskUid, Actor by, CancellationToken cancellationToken) =>
        Task.FromResult(model.Delete(taskUid, by, Now));

    public Task<ChangeResult> CancelAsync(string taskUid, Actor by, CancellationToken cancellationToken) =>
        Task.FromResult(model.Cancel(taskUid, by, Now));

    public Task<ChangeResult> PrioritizeAsync(string taskUid, int priority, Actor by, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task SetPausedAsync(bool paused, Actor by, CancellationToken cancellationToken)
    {
        model.Paused = paused;
        return Task.CompletedTask;
    }

    public Task<ChangeOutcome> SetConsumerAsync(
        string consumerId, ConsumerMode mode, Actor by, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<QueueTask?> FindAsync(string taskUid, CancellationToken cancellationToken) =>
        Task.FromResult(model.Find(taskUid));

    public Task<TaskDetails?> ExplainAsync(string taskUid, CancellationToken cancellationToken)
    {
        var end = model.Ends.LastOrDefault(end => end.Task.TaskUid == taskUid);
        var task = model.Find(taskUid) ?? end?.Task;
        return Task.FromResult(
            task is null ? null : new TaskDetails(task, null, [.. model.Attempts(taskUid)], [.. model.Outcomes(taskUid)]));
    }

    public Task<TaskPage> ListAsync(TaskQuery query, CancellationToken cancellationToken)
    {
        var rest = model.List(query).SkipWhile(task => query.After is not null && task.TaskUid != query.After).ToList();
        rest = query.After is null ? rest : rest[Math.Min(1, rest.Count)..];
        var page = rest.Take(query.Limit).ToList();
        return Task.FromResult(new TaskPage(page, page.Count < rest.Count ? page[^1].TaskUid : null));
    }

    public Task<IReadOnlyList<QueueTask>> SearchAsync(string uid, string? name, CancellationToken cancellationToken) =>
        Task.FromResult(model.Search(uid, name));

    public Task<TaskSearchPage> FindTasksAsync(TaskSearch search, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<DiffResult> DiffAsync(DiffRequest request, CancellationToken cancellationToken) =>
        Task.FromResult(model.Diff(request));

    public Task<IReadOnlyCollection<string>> UidsAsync(
        IReadOnlyList<QueueTaskStatus> statuses, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyCollection<string>>(model.Uids(statuses));

    public Task<DateTimeOffset?> OldestAsync(CancellationToken cancellationToken) => Task.FromResult(model.Oldest());

    public Task<HistoryPage> HistoryAsync(HistoryQuery query, CancellationToken cancellationToken) =>
        Task.FromResult(new HistoryPage(
            [.. model.Ends.Select((end, i) => new HistoryEntry(i + 1, end.Task, end.Ended, end.EndedBy, end.Reason))],
            model.Ends.Count));

    public Task<QueueStats> StatsAsync(CancellationToken cancellationToken) => Task.FromResult(model.Stats());

    public Task<SiteSettings> SettingsAsync(CancellationToken cancellationToken) => Task.FromResult(model.Settings);

    public Task<SiteSettings> ChangeSettingsAsync(
        IReadOnlyDictionary<string, JsonText> values, Actor by, CancellationToken cancellationToken)
    {
        model.Set(SettingRules.Change(model.Settings, values));
        return Task.FromResult(model.Settings);
    }

    public Task<IReadOnlyList<MinuteStats>> DayAsync(CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<IReadOnlyList<ConsumerInfo>> ConsumersAsync(CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<IReadOnlyList<AuditRecord>> AuditAsync(AuditQuery query, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public IAsyncEnumerable<QueueEvent> WatchAsync(long? after, CancellationToken cancellationToken) =>
        throw new NotSupportedException();
}
