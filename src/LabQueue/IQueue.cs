namespace LabQueue;

/// <summary>The queue of one site, wherever it runs: in this process, or behind HTTP.</summary>
/// <remarks>
/// A completed call is on disk. A call that ends in an exception may or may not have happened; whether to repeat it is
/// for the caller to decide: <see cref="AddAsync"/> is safe to repeat where the tasks carry uids of their own,
/// <see cref="PopAsync"/> with a <see cref="PopRequest.RequestId"/>, a report with its fence.
/// </remarks>
public interface IQueue
{
    /// <summary>Adds tasks, all or none.</summary>
    /// <returns>For each task whether it was added; one that the queue has already is left as it is.</returns>
    Task<IReadOnlyList<AddResult>> AddAsync(IReadOnlyList<NewTask> tasks, Actor by, CancellationToken cancellationToken);

    /// <summary>Carries out reports, then takes the best tasks that may run.</summary>
    Task<PopResult> PopAsync(PopRequest request, CancellationToken cancellationToken);

    /// <summary>Says what became of a task.</summary>
    Task<ReportResult> ReportAsync(TaskReport report, CancellationToken cancellationToken);

    /// <summary>Renews leases, and tells which are lost and which work is to stop.</summary>
    Task<IReadOnlyList<HeartbeatAnswer>> HeartbeatAsync(Heartbeat heartbeat, CancellationToken cancellationToken);

    /// <summary>Puts a task back with fresh retries, from any state.</summary>
    Task<ChangeResult> RequeueAsync(string taskUid, Actor by, CancellationToken cancellationToken);

    /// <summary>Removes a task, from any state.</summary>
    Task<ChangeResult> DeleteAsync(string taskUid, Actor by, CancellationToken cancellationToken);

    /// <summary>Ends a task: at once while it waits, at its consumer's next heartbeat or report while it runs.</summary>
    Task<ChangeResult> CancelAsync(string taskUid, Actor by, CancellationToken cancellationToken);

    /// <summary>Gives a task another priority, from any state; what waits takes its new place in the order at once.</summary>
    /// <param name="taskUid">The task.</param>
    /// <param name="priority">Lower comes first; a point is worth 300 s of waiting.</param>
    /// <param name="by">Who wants it.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<ChangeResult> PrioritizeAsync(string taskUid, int priority, Actor by, CancellationToken cancellationToken);

    /// <summary>Stops giving out work, or goes on. What runs may end, and adds are taken all the same.</summary>
    Task SetPausedAsync(bool paused, Actor by, CancellationToken cancellationToken);

    /// <summary>Makes a consumer quiet, drains it, or gives it work again. It stays so over restarts, of the consumer and of the server.</summary>
    /// <param name="consumerId">A consumer that the server has heard of.</param>
    /// <param name="mode">What it is to do.</param>
    /// <param name="by">Who wants it.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Whether it was carried out, or there is no such consumer.</returns>
    Task<ChangeOutcome> SetConsumerAsync(string consumerId, ConsumerMode mode, Actor by, CancellationToken cancellationToken);

    /// <summary>The task of that uid, in any state; null where the queue has none.</summary>
    Task<QueueTask?> FindAsync(string taskUid, CancellationToken cancellationToken);

    /// <summary>All that is known of a task, ended ones included; null for a uid never heard of, or forgotten.</summary>
    Task<TaskDetails?> ExplainAsync(string taskUid, CancellationToken cancellationToken);

    /// <summary>Lists tasks in the queue's order, a page at a time.</summary>
    Task<TaskPage> ListAsync(TaskQuery query, CancellationToken cancellationToken);

    /// <summary>Tasks about an object, or touching it by their <c>uids</c>, in any state, ghosts included.</summary>
    /// <param name="uid">The object.</param>
    /// <param name="name">Only tasks of that name; null: any.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<IReadOnlyList<QueueTask>> SearchAsync(string uid, string? name, CancellationToken cancellationToken);

    /// <summary>Finds tasks by words, whether they wait, run, failed or ended; a page at a time, the latest first.</summary>
    /// <remarks>By an index that is filled behind the commit; <see cref="TaskSearchPage.Known"/> tells how far behind.</remarks>
    Task<TaskSearchPage> FindTasksAsync(TaskSearch search, CancellationToken cancellationToken);

    /// <summary>What a client lacks and what it must drop.</summary>
    Task<DiffResult> DiffAsync(DiffRequest request, CancellationToken cancellationToken);

    /// <summary>Uids of all objects that tasks in these states are about or touch, each once.</summary>
    Task<IReadOnlyCollection<string>> UidsAsync(
        IReadOnlyList<QueueTaskStatus> statuses, CancellationToken cancellationToken);

    /// <summary>The smallest <c>created</c> of the queued and running tasks; null where there is none.</summary>
    Task<DateTimeOffset?> OldestAsync(CancellationToken cancellationToken);

    /// <summary>Lists ended tasks.</summary>
    Task<HistoryPage> HistoryAsync(HistoryQuery query, CancellationToken cancellationToken);

    /// <summary>The queue in figures.</summary>
    Task<QueueStats> StatsAsync(CancellationToken cancellationToken);

    /// <summary>What happened within the last 24 hours, a figure for each quarter of an hour, oldest first; those without an event are left out.</summary>
    Task<IReadOnlyList<MinuteStats>> DayAsync(CancellationToken cancellationToken);

    /// <summary>The consumers heard of within the last day; those that are not active, within the last 30 days.</summary>
    Task<IReadOnlyList<ConsumerInfo>> ConsumersAsync(CancellationToken cancellationToken);

    /// <summary>The site's settings.</summary>
    Task<SiteSettings> SettingsAsync(CancellationToken cancellationToken);

    /// <summary>Changes settings, all or none.</summary>
    /// <param name="values">Setting name, as on the wire, to its new value as JSON.</param>
    /// <param name="by">Who changes them.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="SettingException">A name is unknown, or a value outside its range; nothing was changed.</exception>
    Task<SiteSettings> ChangeSettingsAsync(
        IReadOnlyDictionary<string, JsonText> values, Actor by, CancellationToken cancellationToken);

    /// <summary>What people changed: the settings, the keys, single tasks. Newest first.</summary>
    Task<IReadOnlyList<AuditRecord>> AuditAsync(AuditQuery query, CancellationToken cancellationToken);

    /// <summary>What happens from now on, as it happens.</summary>
    /// <param name="after">Start behind the event of that number, if it is still known.</param>
    /// <param name="cancellationToken">Ends the stream.</param>
    IAsyncEnumerable<QueueEvent> WatchAsync(long? after, CancellationToken cancellationToken);
}
