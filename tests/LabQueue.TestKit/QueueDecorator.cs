namespace LabQueue.TestKit;

/// <summary>Passes every call on; a test overrides the one that it wants to see or to change.</summary>
/// <param name="inner">The queue.</param>
public abstract class QueueDecorator(IQueue inner) : IQueue
{
    /// <summary>The queue.</summary>
    protected IQueue Inner => inner;

    /// <inheritdoc/>
    public virtual Task<IReadOnlyList<AddResult>> AddAsync(
        IReadOnlyList<NewTask> tasks, Actor by, CancellationToken cancellationToken) =>
        inner.AddAsync(tasks, by, cancellationToken);

    /// <inheritdoc/>
    public virtual Task<PopResult> PopAsync(PopRequest request, CancellationToken cancellationToken) =>
        inner.PopAsync(request, cancellationToken);

    /// <inheritdoc/>
    public virtual Task<ReportResult> ReportAsync(TaskReport report, CancellationToken cancellationToken) =>
        inner.ReportAsync(report, cancellationToken);

    /// <inheritdoc/>
    public virtual Task<IReadOnlyList<HeartbeatAnswer>> HeartbeatAsync(
        Heartbeat heartbeat, CancellationToken cancellationToken) => inner.HeartbeatAsync(heartbeat, cancellationToken);

    /// <inheritdoc/>
    public virtual Task<ChangeResult> RequeueAsync(string taskUid, Actor by, CancellationToken cancellationToken) =>
        inner.RequeueAsync(taskUid, by, cancellationToken);

    /// <inheritdoc/>
    public virtual Task<ChangeResult> DeleteAsync(string taskUid, Actor by, CancellationToken cancellationToken) =>
        inner.DeleteAsync(taskUid, by, cancellationToken);

    /// <inheritdoc/>
    public virtual Task<ChangeResult> CancelAsync(string taskUid, Actor by, CancellationToken cancellationToken) =>
        inner.CancelAsync(taskUid, by, cancellationToken);

    /// <inheritdoc/>
    public virtual Task<ChangeResult> PrioritizeAsync(
        string taskUid, int priority, Actor by, CancellationToken cancellationToken) =>
        inner.PrioritizeAsync(taskUid, priority, by, cancellationToken);

    /// <inheritdoc/>
    public virtual Task SetPausedAsync(bool paused, Actor by, CancellationToken cancellationToken) =>
        inner.SetPausedAsync(paused, by, cancellationToken);

    /// <inheritdoc/>
    public virtual Task<ChangeOutcome> SetConsumerAsync(
        string consumerId, ConsumerMode mode, Actor by, CancellationToken cancellationToken) =>
        inner.SetConsumerAsync(consumerId, mode, by, cancellationToken);

    /// <inheritdoc/>
    public virtual Task<QueueTask?> FindAsync(string taskUid, CancellationToken cancellationToken) =>
        inner.FindAsync(taskUid, cancellationToken);

    /// <inheritdoc/>
    public virtual Task<TaskDetails?> ExplainAsync(string taskUid, CancellationToken cancellationToken) =>
        inner.ExplainAsync(taskUid, cancellationToken);

    /// <inheritdoc/>
    public virtual Task<TaskPage> ListAsync(TaskQuery query, CancellationToken cancellationToken) =>
        inner.ListAsync(query, cancellationToken);

    /// <inheritdoc/>
    public virtual Task<IReadOnlyList<QueueTask>> SearchAsync(
        string uid, string? name, CancellationToken cancellationToken) => inner.SearchAsync(uid, name, cancellationToken);

    /// <inheritdoc/>
    public virtual Task<TaskSearchPage> FindTasksAsync(TaskSearch search, CancellationToken cancellationToken) =>
        inner.FindTasksAsync(search, cancellationToken);

    /// <inheritdoc/>
    public virtual Task<DiffResult> DiffAsync(DiffRequest request, CancellationToken cancellationToken) =>
        inner.DiffAsync(request, cancellationToken);

    /// <inheritdoc/>
    public virtual Task<IReadOnlyCollection<string>> UidsAsync(
        IReadOnlyList<QueueTaskStatus> statuses, CancellationToken cancellationToken) =>
        inner.UidsAsync(statuses, cancellationToken);

    /// <inheritdoc/>
    public virtual Task<DateTimeOffset?> OldestAsync(CancellationToken cancellationToken) =>
        inner.OldestAsync(cancellationToken);

    /// <inheritdoc/>
    public virtual Task<HistoryPage> HistoryAsync(HistoryQuery query, CancellationToken cancellationToken) =>
        inner.HistoryAsync(query, cancellationToken);

    /// <inheritdoc/>
    public virtual Task<QueueStats> StatsAsync(CancellationToken cancellationToken) => inner.StatsAsync(cancellationToken);

    /// <inheritdoc/>
    public virtual Task<IReadOnlyList<MinuteStats>> DayAsync(CancellationToken cancellationToken) => inner.DayAsync(cancellationToken);

    /// <inheritdoc/>
    public virtual Task<IReadOnlyList<ConsumerInfo>> ConsumersAsync(CancellationToken cancellationToken) =>
        inner.ConsumersAsync(cancellationToken);

    /// <inheritdoc/>
    public virtual Task<SiteSettings> SettingsAsync(CancellationToken cancellationToken) =>
        inner.SettingsAsync(cancellationToken);

    /// <inheritdoc/>
    public virtual Task<SiteSettings> ChangeSettingsAsync(
        IReadOnlyDictionary<string, JsonText> values, Actor by, CancellationToken cancellationToken) =>
        inner.ChangeSettingsAsync(values, by, cancellationToken);

    /// <inheritdoc/>
    public virtual Task<IReadOnlyList<AuditRecord>> AuditAsync(AuditQuery query, CancellationToken cancellationToken) =>
        inner.AuditAsync(query, cancellationToken);

    /// <inheritdoc/>
    public virtual IAsyncEnumerable<QueueEvent> WatchAsync(long? after, CancellationToken cancellationToken) =>
        inner.WatchAsync(after, cancellationToken);
}
