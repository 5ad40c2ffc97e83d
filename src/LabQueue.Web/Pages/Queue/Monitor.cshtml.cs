using System.Globalization;
using LabQueue.Web.Frame;
using LabQueue.Web.Queue;
using Microsoft.AspNetCore.Mvc;

namespace LabQueue.Web.Pages.Queue;

/// <summary>The queue monitor: how the queue is, which tasks it has, and what people do to them.</summary>
internal sealed partial class MonitorModel(IPageQueues queues, QueueWatch watch, TasksJobs jobs, TimeProvider time) : QueuePage(queues)
{
    /// <summary>Rows of a page, as in the original.</summary>
    public const int Rows = 20;

    // Mostly the index knows all within milliseconds; while the queue has much to do, nobody waits longer for it than this.
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(100);

    private static readonly string[] TabKeys = ["active", "scheduled", "failed", "done", "all"];

    /// <inheritdoc/>
    public override string Title => L["Queue monitor"];

    /// <summary>The list that is shown.</summary>
    public string Tab => Request.Query["tab"].ToString() is var tab && TabKeys.Contains(tab, StringComparer.Ordinal) ? tab : TabKeys[0];

    /// <summary>What the list is narrowed to.</summary>
    public TaskFilter Filter => _filter ??= TaskFilter.Read(Request.Query);

    /// <summary>The order of ended tasks; all others stand in the queue's order.</summary>
    public SortedBy Sort => SortedBy.Read(Request.Query["sort"], new SortedBy("ended", Descending: true), "ended");

    /// <summary>How many tasks lie before the page.</summary>
    public int Before =>
        int.TryParse(Request.Query["before"], NumberStyles.None, CultureInfo.InvariantCulture, out var before) ? before : 0;

    /// <summary>The tasks of the page.</summary>
    public FoundTasks Found { get; private set; } = new([], null);

    /// <summary>How the queue is; null on the page that asks a question.</summary>
    public QueueFigures? Figures { get; private set; }

    /// <summary>Whether the last day is drawn, and not the last hour.</summary>
    public bool IsDay => Request.Query["chart"] == "day";

    /// <summary>The figures that the chart shows, oldest first; those without an event are left out.</summary>
    public IReadOnlyList<MinuteStats> Charted { get; private set; } = [];

    /// <summary>The job on many tasks that runs, or whose outcome nobody has read; null: there is none.</summary>
    public TasksJob? Job => jobs.Of(Site);

    /// <summary>What became of the tasks of that job.</summary>
    public IEnumerable<Message> OutcomeOf(TasksJob job) =>
        job.Tally.All > 0 ? Changes.Said(job.What, job.Tally) : [new Message(MessageKind.Warning, L["No task fits."])];

    /// <summary>Why tasks failed; only on the list of those.</summary>
    public IReadOnlyList<ErrorCause> Causes { get; private set; } = [];

    /// <summary>What is asked before it is done; null: nothing.</summary>
    public Question? Question { get; private set; }

    /// <summary>The lists.</summary>
    public IReadOnlyList<Tab> Tabs =>
    [
        TabOf("active", L["Active"], Figures?.Stats is { } stats ? stats.Queued + stats.Running : null),
        TabOf("scheduled", L["Scheduled"], null),
        TabOf("failed", L["Failed"], Figures?.Stats.Failed),
        TabOf("done", L["Done"], null),
        TabOf("all", L["All +ghosts"], null),
    ];

    /// <summary>Names of the filters, in the language of who looks.</summary>
    public string NameOf(string filter) => filter switch
    {
        "name" => L["Name"],
        "context" => L["Context"],
        "user" => L["Username"],
        "uid" => L["Task UID"],
        "error" => L["Error"],
        TaskFilter.Priority => L["Priority"],
        _ => L["Words"],
    };

    /// <summary>Shows the page, or one of its parts.</summary>
    public async Task<IActionResult> OnGetAsync()
    {
        if (Filter.OneTask is { } uid && await Queue.ExplainAsync(uid, Aborted) is not null)
        {
            return Redirect(AddressOfTask(uid));
        }

        var part = IsPart ? Request.Headers["HX-Target"].ToString() : string.Empty;
        if (part != "list")
        {
            Figures = await QueueFigures.ReadAsync(Queue, time.GetUtcNow(), Aborted);
        }

        if (part != "figures")
        {
            Found = await FindAsync();
        }

        if (part.Length == 0)
        {
            Charted = IsDay ? await Queue.DayAsync(Aborted) : Figures!.Stats.Minutes;
        }

        if (part.Length == 0 && Tab == "failed")
        {
            Causes = await ErrorCause.FindAsync(Queue, Filter, Aborted);
        }

        return part switch
        {
            "list" => Partial("_MonitorList", this),
            "figures" => Partial("_MonitorFigures", this),
            _ => Page(),
        };
    }

    /// <summary>The figures of the chart.</summary>
    public async Task<IActionResult> OnGetChartAsync() =>
        new JsonResult(IsDay
            ? Chart.OfDay(await Queue.DayAsync(Aborted), time.GetUtcNow())
            : Chart.OfHour((await Queue.StatsAsync(Aborted)).Minutes, time.GetUtcNow()));

    // Searched for, all tasks are looked at on the list of all, ended ones too; that list itself is of what the queue has.
    private QueueTaskStatus[] Statuses => Tab switch
    {
        "scheduled" => [QueueTaskStatus.Queued],
        "failed" => [QueueTaskStatus.Failed],
        "done" => [QueueTaskStatus.Done, QueueTaskStatus.Cancelled, QueueTaskStatus.Deleted],
        "all" => Filter.IsSet ? [] : [QueueTaskStatus.Running, QueueTaskStatus.Queued, QueueTaskStatus.Failed],
        _ => [QueueTaskStatus.Running, QueueTaskStatus.Queued],
    };

    private TaskSearch Search => Filter.ToSearch(Statuses, ghosts: Tab == "all");

    // The search does not know what is scheduled. It is asked as well when the page is gone.
    private Func<QueueTask, bool> Listed => Tab == "scheduled" ? ScheduledBy(time) : _ => true;

    private static Func<QueueTask, bool> ScheduledBy(TimeProvider clock) => task => TaskWords.StartsAt(task) > clock.GetUtcNow();

    private async Task<FoundTasks> FindAsync()
    {
        var after = Request.Query["after"].ToString() is { Length: > 0 } place ? place : null;
        if (Filter.IsSet)
        {
            var found = await TaskFinder.SearchAsync(Queue, Search with { Limit = Rows, Wait = Patience }, after, Aborted);
            return found with { Rows = [.. found.Rows.Where(row => Listed(row.Task))] };
        }

        if (Tab == "done")
        {
            var number = TaskFinder.NumberOf(after);
            var ended = new HistoryQuery
            {
                Statuses = Statuses,
                NewestFirst = Sort.Descending,
                Before = Sort.Descending ? number : null,
                After = Sort.Descending ? null : number,
                Limit = Rows,
            };
            return await TaskFinder.EndedAsync(Queue, ended, Aborted);
        }

        var query = new TaskQuery { Statuses = Statuses, Ghosts = Tab == "all", Scheduled = Tab == "scheduled", After = after, Limit = Rows };
        return await TaskFinder.LiveAsync(Queue, query, Before, Aborted);
    }

    private Tab TabOf(string key, string text, long? count) => new(
        text, With([("tab", key == TabKeys[0] ? null : key), .. WithoutPlace, ("sort", null)]), Tab == key, count);

    /// <summary>Changes that lead to a list's first page.</summary>
    public static (string Name, string? Value)[] WithoutPlace => [("after", null), ("before", null)];

    private TaskFilter? _filter;
}
