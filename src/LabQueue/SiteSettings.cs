namespace LabQueue;

/// <summary>A site's settings as they were set. The rules that apply to them are the engine's.</summary>
/// <remarks>
/// Names on the wire are those in <c>&lt;c&gt;</c>; the first seven are senaite.queue's registry records without prefix.
/// </remarks>
public sealed record SiteSettings
{
    /// <summary>The names that go to the front while nobody sets others.</summary>
    public static IReadOnlyList<string> DefaultTopPriorityTasks { get; } =
    [
        "task_action_unassign", "task_assign_analyses", "task_action_submit", "task_action_verify",
    ];

    /// <summary><c>server</c>: base address of the site's queue server; empty: this one.</summary>
    public string Server { get; init; } = string.Empty;

    /// <summary><c>default</c>: objects per chunk, default 10; 0 or less: clients do not queue.</summary>
    public int DefaultChunkSize { get; init; } = 10;

    /// <summary><c>max_retries</c>: how often a task may fail and run again, default 3.</summary>
    public int MaxRetries { get; init; } = 3;

    /// <summary><c>min_seconds_task</c>: seconds a chunk takes at least, default 3.</summary>
    public int MinSecondsTask { get; init; } = 3;

    /// <summary><c>max_seconds_unlock</c>: seconds a chunk may take, default 120.</summary>
    public int MaxSecondsUnlock { get; init; } = 120;

    /// <summary><c>top_priority_tasks</c>: names or actions that come before all others, best first.</summary>
    public IReadOnlyList<string> TopPriorityTasks { get; init; } = DefaultTopPriorityTasks;

    /// <summary><c>max_concurrent_tasks</c>: tasks that may run at once; 0: any number; null: 4 with trust
    /// <c>original</c>, any number with <c>roles</c>.</summary>
    public int? MaxConcurrentTasks { get; init; }

    /// <summary><c>max_orphaned</c>: silent consumers in a row, without progress, that count as a failure; default 5.</summary>
    public int MaxOrphaned { get; init; } = 5;

    /// <summary><c>exact_pairs</c>: hold a task back only where one running task has its name and its place.</summary>
    public bool ExactPairs { get; init; }

    /// <summary><c>compare_consumer</c>: refuse a report that names another consumer than the one that has the task.</summary>
    public bool CompareConsumer { get; init; }

    /// <summary><c>history_days</c>: days that ended tasks are kept, 1 to 36,500; default 90.</summary>
    public int HistoryDays { get; init; } = 90;

    /// <summary><c>history_max</c>: ended tasks that are kept at most; default 1,000,000.</summary>
    public int HistoryMax { get; init; } = 1_000_000;

    /// <summary><c>failed_days</c>: days that failed tasks are kept in the queue; 0, the default: until removed.</summary>
    public int FailedDays { get; init; }

    /// <summary><c>users</c>: whose users the site knows. Not changed over HTTP.</summary>
    public UsersMode Users { get; init; }

    /// <summary><c>trust</c>: what they may do. Not changed over HTTP.</summary>
    public TrustMode Trust { get; init; }
}
