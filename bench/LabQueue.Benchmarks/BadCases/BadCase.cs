namespace LabQueue.Benchmarks.BadCases;

/// <summary>A queue full of tasks that a claim must not look at one by one.</summary>
/// <param name="Title">What it is.</param>
/// <param name="Obstacle">Makes a task one of the many that stand in the way.</param>
/// <param name="Wanted">Makes a task one of the few that can be claimed; null: the many themselves can.</param>
internal sealed record BadCase(string Title, Func<NewTask, NewTask> Obstacle, Func<NewTask, NewTask>? Wanted)
{
    /// <summary>The name that comes before all others, of the last case.</summary>
    public const string TopName = "task_action_unassign";

    private const string UsualName = "task_action_reject";

    /// <summary>Whether the many have failed for good.</summary>
    public bool HasFailed { get; init; }

    /// <summary>Claims ask for tasks of this name alone; null: for any.</summary>
    public string? ClaimedName { get; init; }

    /// <summary>All cases, the usual queue first.</summary>
    public static IReadOnlyList<BadCase> All { get; } =
    [
        new("nothing in the way, spread over worksheets", task => task, Wanted: null),
        new("all of one lane", task => task with { Name = UsualName, ContextPath = "/senaite/worksheets/WS-1" }, Wanted: null),
        new("all delayed by a day", task => task with { NotBefore = task.Created + TimeSpan.FromDays(1) }, task => task),
        new("all failed", task => task with { Retries = 0 }, task => task) { HasFailed = true },
        new("one name of top priority among others", Usual, task => task with { Name = TopName }),
        new("the same, claimed by its name", Usual, task => task with { Name = TopName }) { ClaimedName = TopName },
    ];

    private static NewTask Usual(NewTask task) => task with { Name = UsualName };
}
