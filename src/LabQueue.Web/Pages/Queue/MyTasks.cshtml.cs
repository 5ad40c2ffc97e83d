using System.Globalization;
using LabQueue.Access;
using LabQueue.Web.Frame;
using LabQueue.Web.Queue;
using Microsoft.AspNetCore.Mvc;

namespace LabQueue.Web.Pages.Queue;

/// <summary>What somebody asked for in the background: what waits and runs, and what became of the rest.</summary>
internal sealed class MyTasksModel(IPageQueues queues) : QueuePage(queues)
{
    private const int Rows = 20;
    private const int RowsOfFile = 1_000;

    private static readonly string[] Columns =
        ["task_uid", "status", "name", "context_path", "created", "ended", "done", "refused", "failed", "skipped", "reason", "error"];

    // Whoever comes here just after a click wants to see what became of it.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    public override string Title => L["My tasks"];

    /// <summary>Whether what has ended is shown.</summary>
    public bool IsEnded => Request.Query["tab"] == "ended";

    /// <summary>The tasks of the page.</summary>
    public FoundTasks Found { get; private set; } = new([], null);

    /// <summary>What is asked before it is done; null: nothing.</summary>
    public Question? Question { get; private set; }

    /// <summary>The lists.</summary>
    public IReadOnlyList<Tab> Tabs =>
    [
        new(L["In the queue"], With(("tab", null), ("after", null), ("before", null)), !IsEnded),
        new(L["Ended tasks"], With(("tab", "ended"), ("after", null), ("before", null)), IsEnded),
    ];

    /// <inheritdoc/>
    protected override QueueRights Needed => QueueRights.None;

    /// <inheritdoc/>
    protected override QueueRights NeededToChange => QueueRights.None;

    /// <summary>Shows them.</summary>
    public async Task<IActionResult> OnGetAsync()
    {
        Found = await FindAsync(Rows);
        return IsPart ? Partial("_MyTasks", this) : Page();
    }

    /// <summary>The list as a file, with what became of each task.</summary>
    public async Task<IActionResult> OnGetCsvAsync()
    {
        var lines = (await FindAsync(RowsOfFile)).Rows.Select(row =>
        {
            var (task, _, end) = row;
            return (string[])
            [
                task.TaskUid, TaskJson.NameOf(task.Status), task.Name, task.ContextPath, Csv.Time(task.Created), Csv.Time(end?.Ended),
                Number(task.Progress.Done), Number(task.Progress.Refused), Number(task.Progress.Failed), Number(task.Progress.Skipped),
                end?.Reason ?? string.Empty, TaskWords.ErrorOf(task) ?? string.Empty,
            ];
        });
        return Csv.File("my-tasks.csv", lines.Prepend(Columns));
    }

    /// <summary>Ends own tasks, after a question.</summary>
    /// <param name="uid">The tasks that were ticked.</param>
    /// <param name="reason">Why, in the person's words.</param>
    /// <param name="isSure">Whether the question was asked.</param>
    public async Task<IActionResult> OnPostAsync(string[] uid, string? reason, [FromForm(Name = "sure")] bool isSure)
    {
        var meant = TaskChanges.Meant(uid);
        foreach (var one in meant)
        {
            if (await Queue.FindAsync(one, Aborted) is { } task && task.Username != Visitor.Username)
            {
                return Refuse();
            }
        }

        if (!isSure && meant.Length > 0)
        {
            Question = Changes.QuestionOf(TaskChanges.Cancel, meant);
            return Page();
        }

        TellAll(await Changes.DoAsync(TaskChanges.Cancel, meant, By(reason), Aborted));
        return Redirect(With());
    }

    private Task<FoundTasks> FindAsync(int rows)
    {
        var own = new TaskSearch
        {
            Username = Visitor.Username,
            Statuses = IsEnded
                ? [QueueTaskStatus.Done, QueueTaskStatus.Cancelled, QueueTaskStatus.Deleted]
                : [QueueTaskStatus.Running, QueueTaskStatus.Queued, QueueTaskStatus.Failed],
            Ghosts = true,
            Wait = Patience,
            Limit = rows,
        };
        return TaskFinder.SearchAsync(Queue, own, Request.Query["after"], Aborted);
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
