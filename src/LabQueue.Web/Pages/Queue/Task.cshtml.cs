using System.Text;
using System.Text.Json;
using LabQueue.Access;
using LabQueue.Web.Queue;
using Microsoft.AspNetCore.Mvc;

namespace LabQueue.Web.Pages.Queue;

/// <summary>All that is known of a task, and what can be done to it. Everybody sees own tasks, and may end them.</summary>
internal sealed class TaskModel(IPageQueues queues, TimeProvider time) : QueuePage(queues)
{
    /// <summary>How many runs are shown, the last ones.</summary>
    public const int MostAttempts = 50;

    /// <summary>How many objects are shown, those that did not go well first.</summary>
    public const int MostObjects = 200;

    private static readonly JsonWriterOptions Indented = new() { Indented = true };

    private TaskDetails? _details;

    /// <inheritdoc/>
    public override string Title => L["Task {0}", TaskUid.Short(Details.Task.TaskUid)];

    /// <summary>The task.</summary>
    public TaskDetails Details => _details ?? throw new InvalidOperationException("There is no task to show.");

    /// <summary>Why it waits.</summary>
    public IReadOnlyList<WaitReason> Reasons { get; private set; } = [];

    /// <summary>What is asked before it is done; null: nothing.</summary>
    public Question? Question { get; private set; }

    /// <summary>Whether the person may see tasks of others.</summary>
    public bool MayLook => Visitor.May(QueueRights.Look);

    /// <summary>Whether it can still be ended, and the person may do that.</summary>
    public bool MayCancel =>
        Details is { End: null, Task: { CancelRequested: false, Status: QueueTaskStatus.Queued or QueueTaskStatus.Running } } && (MayManage || IsOwn);

    /// <summary>Whether it can be put back or removed, and the person may do that.</summary>
    public bool MayChange => MayManage && Details is { End: null, Task.Status: not QueueTaskStatus.Running };

    /// <summary>What became of its objects, those that did not go well first.</summary>
    public IReadOnlyList<ItemOutcome> Outcomes =>
        [.. Details.Outcomes.OrderBy(item => item.Outcome == ItemOutcomeKind.Done).Take(MostObjects)];

    /// <summary>The trace in which it was added; null: none.</summary>
    public string? TraceId => TraceParent.Of(Details.Task).TraceId is var id && id != default ? id.ToString() : null;

    /// <summary>The task as JSON, as the HTTP API gives it.</summary>
    public string Json => Encoding.UTF8.GetString(JsonOf(Details.Task with { Uids = [.. Details.Task.Uids.Take(MostObjects)] }));

    /// <inheritdoc/>
    protected override QueueRights Needed => QueueRights.None;

    /// <inheritdoc/>
    protected override QueueRights NeededToChange => QueueRights.None;

    private bool IsOwn => Details.Task.Username == Visitor.Username;

    /// <summary>Shows it.</summary>
    public async Task<IActionResult> OnGetAsync(string uid)
    {
        if (!await FindAsync(uid))
        {
            return NotFound();
        }

        Reasons = await new WaitReasons(Queue, L, time.GetUtcNow()).FindAsync(Details.Task, Aborted);
        return IsPart ? Partial("_Task", this) : Page();
    }

    /// <summary>The whole of it as a file.</summary>
    public async Task<IActionResult> OnGetJsonAsync(string uid) =>
        await FindAsync(uid) ? File(JsonOf(Details.Task), "application/json", $"{Details.Task.TaskUid}.json") : NotFound();

    /// <summary>Does something to it, or asks first.</summary>
    /// <param name="uid">The task.</param>
    /// <param name="what">What to do.</param>
    /// <param name="reason">Why, in the person's words.</param>
    /// <param name="isSure">Whether the question was asked.</param>
    /// <param name="priority">The priority, where one is given.</param>
    public async Task<IActionResult> OnPostAsync(string uid, string? what, string? reason, [FromForm(Name = "sure")] bool isSure, int priority)
    {
        if (!await FindAsync(uid))
        {
            return NotFound();
        }

        if (what is not (TaskChanges.Requeue or TaskChanges.Remove or TaskChanges.Cancel or TaskChanges.Prioritize))
        {
            return BadRequest();
        }

        if (!MayManage && !(what == TaskChanges.Cancel && IsOwn))
        {
            return Refuse();
        }

        if (!isSure && Changes.QuestionOf(what, [uid]) is { } question)
        {
            Question = question;
            return Page();
        }

        TellAll(await Changes.DoAsync(what, [uid], By(reason), Aborted, priority));
        return Redirect(AddressOfTask(uid));
    }

    // Who may not see it is told what everybody is told of a task that there is not.
    private async Task<bool> FindAsync(string uid)
    {
        _details = TaskUid.IsValid(uid) ? await Queue.ExplainAsync(uid, Aborted) : null;
        return _details is not null && (MayLook || IsOwn);
    }

    private static byte[] JsonOf(QueueTask task)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Indented))
        {
            TaskJson.Write(writer, task, urlPrefix: null);
        }

        return stream.ToArray();
    }
}
