using System.Globalization;
using LabQueue.Web.Frame;
using LabQueue.Web.Queue;
using Microsoft.AspNetCore.Mvc;

namespace LabQueue.Web.Pages.Queue;

/// <summary>The queue monitor: how the queue is, which tasks it has, and what people do to them.</summary>
internal sealed partial class MonitorModel(IPageQueues queues, FailedTasks failedTasks, TimeProvider time) : QueuePage(queues)
{
    /// <summary>Rows of a page, as in the original.</summary>
    public const int Rows = 20;

    private const int MinutesOfChart = 60;

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
    public FoundTasks Found { get; private set; } = new([], null, 0);

    /// <summary>How the queue is; null on the page that asks a question.</summary>
    public QueueFigures? Figures { get; private set; }

    /// <summary>The job on many tasks that runs, or ended last.</summary>
    public FailedTasksJob? Job => failedTasks.Of(Site);

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
        _ => L["Error"],
    };

    /// <summary>Shows the page, or one of its parts.</summary>
    public async Task<IActionResult> OnGetAsync()
    {
        if (Filter.Of("uid") is { } uid && TaskUid.IsValid(uid) && await Queue.ExplainAsync(uid, Aborted) is not null)
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

        if (part.Length == 0 && Tab == "failed")
        {
            Causes = await ErrorCause.FindAsync(Queue, Filter.IsWanted, Aborted);
        }

        return part switch
        {
            "list" => Partial("_MonitorList", this),
            "figures" => Partial("_MonitorFigures", this),
            _ => Page(),
        };
    }

    /// <summary>The figures of the chart: each minute of the last hour, also those in which nothing happened.</summary>
    public async Task<IActionResult> OnGetChartAsync()
    {
        var known = (await Queue.StatsAsync(Aborted)).Minutes.ToDictionary(minute => minute.Minute.ToUnixTimeSeconds());
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        var times = Enumerable.Range(0, MinutesOfChart).Select(index => now - (now % 60) - (60 * (MinutesOfChart - 1 - index))).ToArray();
        long[] Of(Func<MinuteStats, long> figure) => [.. times.Select(start => known.TryGetValue(start, out var minute) ? figure(minute) : 0)];
        return new JsonResult(new { times, added = Of(minute => minute.Added), done = Of(minute => minute.Done), failed = Of(minute => minute.Failed) });
    }

    private QueueTaskStatus[] Statuses => Tab switch
    {
        "scheduled" => [QueueTaskStatus.Queued],
        "failed" => [QueueTaskStatus.Failed],
        "all" => [QueueTaskStatus.Running, QueueTaskStatus.Queued, QueueTaskStatus.Failed],
        _ => [QueueTaskStatus.Running, QueueTaskStatus.Queued],
    };

    private async Task<FoundTasks> FindAsync()
    {
        var after = Request.Query["after"].ToString() is { Length: > 0 } place ? place : null;
        if (Tab == "done")
        {
            long? number = long.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out var parsed) ? parsed : null;
            var ended = new HistoryQuery
            {
                Statuses = [QueueTaskStatus.Done, QueueTaskStatus.Cancelled, QueueTaskStatus.Deleted],
                NewestFirst = Sort.Descending,
                Before = Sort.Descending ? number : null,
                After = Sort.Descending ? null : number,
            };
            return await TaskFinder.EndedAsync(Queue, ended, Filter.IsSet ? Filter.IsWanted : null, Rows, Aborted);
        }

        var query = new TaskQuery { Statuses = Statuses, Ghosts = Tab == "all", After = after };
        var now = time.GetUtcNow();
        Func<QueueTask, bool>? isWanted = Tab == "scheduled"
            ? task => TaskWords.StartsAt(task) > now && Filter.IsWanted(task)
            : Filter.IsSet ? Filter.IsWanted : null;
        try
        {
            return await TaskFinder.LiveAsync(Queue, query, isWanted, Rows, Before, Aborted);
        }
        catch (ArgumentException)
        {
            // Somebody's own idea of where a page ended: the list begins anew.
            return await TaskFinder.LiveAsync(Queue, query with { After = null }, isWanted, Rows, 0, Aborted);
        }
    }

    private Tab TabOf(string key, string text, long? count) => new(
        text, With([("tab", key == TabKeys[0] ? null : key), .. WithoutPlace, ("sort", null)]), Tab == key, count);

    /// <summary>Changes that lead to a list's first page.</summary>
    public static (string Name, string? Value)[] WithoutPlace => [("after", null), ("before", null)];

    private TaskFilter? _filter;
}
