namespace LabQueue.Web.Settings;

/// <summary>The settings of a site's queue, in the order of the control panel.</summary>
internal static class SettingFields
{
    /// <summary>All that can be set on the page.</summary>
    public static IReadOnlyList<SettingField> All { get; } =
    [
        new("server", SettingKind.Address, "Queue server", "The address at which this site's queue is; empty: here. With another address the site refuses the queue's calls."),
        Number("default", 0, 20, "10", "objects", "Objects per task", "So many objects are worked on in one go. 0 turns the queue off: new work is done at once."),
        Number("max_retries", 0, 10, "3", "runs", "Maximum retries", "How often a task may fail and run again before it waits for a person."),
        Number("min_seconds_task", 3, 30, "3", "seconds", "Minimum seconds", "A chunk takes at least that long, to leave people time between its changes.") with { LeastWithRoles = 0, DefaultWithRoles = "0" },
        Number("max_seconds_unlock", 30, 1_800, "120", "seconds", "Maximum seconds", "A run may take that long; then it is stopped and tried again with more time."),
        new("top_priority_tasks", SettingKind.Names, "Top priority tasks", "Names or actions of tasks that come before all others, best first, one in a line.")
        {
            Default = string.Join('\n', SiteSettings.DefaultTopPriorityTasks),
        },
        Number("max_concurrent_tasks", 0, 10_000, "4", "tasks", "Tasks at once", "How many tasks may run at once. 0: any number.") with { DefaultWithRoles = "0" },
        Number("max_orphaned", 1, 100, "5", "leases", "Silent consumers", "So many consumers that fall silent in a row, without progress between, count as a failure."),
        new("exact_pairs", SettingKind.Flag, "Exact pairs", "Hold a task back only while a running one has both its name and its place.") { Default = "false" },
        new("compare_consumer", SettingKind.Flag, "Compare consumers", "Refuse a report of a consumer that is not the one that has the task.") { Default = "false" },
        Number("history_days", 1, 36_500, "90", "days", "Days of history", "How long tasks that have ended are kept."),
        Number("history_max", 0, 100_000_000, "1,000,000", "tasks", "Tasks in the history", "How many tasks that have ended are kept; what went well goes first."),
        Number("failed_days", 0, 36_500, "0", "days", "Days of failures", "How long failed tasks stay before they are removed. 0: until a person does it."),
    ];

    private static SettingField Number(string name, int least, int most, string usual, string unit, string label, string effect) =>
        new(name, SettingKind.Number, label, effect) { Least = least, Most = most, Default = usual, Unit = unit };
}
