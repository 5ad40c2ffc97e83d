using LabQueue.Web.Frame;
using LabQueue.Web.Queue;
using Microsoft.AspNetCore.Mvc;

namespace LabQueue.Web.Pages.Queue;

/// <content>What people do to tasks, and to the queue.</content>
internal sealed partial class MonitorModel
{
    // Few tasks are done before somebody could look; the page then tells the outcome at once.
    private static readonly TimeSpan JobPatience = TimeSpan.FromSeconds(2);

    /// <summary>Does something, or asks first.</summary>
    /// <param name="what">What to do.</param>
    /// <param name="uid">The tasks that were ticked.</param>
    /// <param name="reason">Why, in the person's words.</param>
    /// <param name="priority">The priority, where one is given.</param>
    /// <param name="isSure">Whether the question was asked.</param>
    public async Task<IActionResult> OnPostAsync(string? what, string[] uid, string? reason, int priority, [FromForm(Name = "sure")] bool isSure)
    {
        var meant = TaskChanges.Meant(uid);
        if (!isSure && QuestionOf(what, meant) is { } question)
        {
            if (question is { What: "remove" or "cancel" or "priority", Uids.Count: 0 })
            {
                Tell(MessageKind.Warning, L["No task was selected."]);
                return Redirect(With());
            }

            Question = question;
            return Page();
        }

        switch (what)
        {
            case "requeue" or "remove" or "cancel" or "priority":
                TellAll(await Changes.DoAsync(what, meant, By(reason), Aborted, priority));
                break;
            case "requeue-all" or "remove-all" or "priority-all":
                await ChangeAllAsync(what, By(reason), priority);
                break;
            case "pause" or "resume":
                await Queue.SetPausedAsync(what == "pause", By(reason), Aborted);
                watch.Forget(Site);
                Tell(MessageKind.Done, what == "pause" ? L["The queue is paused. What runs may end; nothing else starts."] : L["The queue goes on."]);
                break;
            case "read":
                jobs.Forget(Site);
                break;
            default:
                return BadRequest();
        }

        return Redirect(With());
    }

    private Question? QuestionOf(string? what, string[] uids) => what switch
    {
        "remove-all" => new Question(
            Filter.IsSet ? L["Remove all tasks that the filter finds?"] : L["Remove all failed tasks?"],
            L["What these tasks were to do will not be done. What they did already stays. They remain in the history."],
            Filter.IsSet ? L["Remove all found"] : L["Remove all failed"], what, [], IsLoss: true),
        "requeue-all" => new Question(
            Filter.IsSet ? L["Requeue all failed tasks that the filter finds?"] : L["Requeue all failed tasks?"],
            L["They get fresh retries and run again. What made them fail should be repaired before."],
            Filter.IsSet ? L["Requeue all found"] : L["Requeue all failed"], what, [], IsLoss: false),
        "priority-all" => Changes.PriorityQuestion(L["Change the priority of all tasks that the filter finds?"], what, []),
        "pause" => new Question(
            L["Pause the queue?"],
            L["Nothing new starts until somebody resumes it. What runs may end, and new tasks are taken all the same."],
            L["Pause queue"], what, [], IsLoss: false),
        _ => Changes.QuestionOf(what, uids),
    };

    private async Task ChangeAllAsync(string what, Actor by, int priority)
    {
        if (Tab is "done" or "all" || (Tab != "failed" && !Filter.IsSet))
        {
            // No such button is there: everything that waits is not changed by one click.
            return;
        }

        var total = Filter.IsSet ? (long?)null : (await Queue.StatsAsync(Aborted)).Failed;
        var job = new TasksJob(what[..^"-all".Length], Search, by, total, priority) { IsMeant = Listed };
        if (!jobs.TryStart(Site, Queue, job))
        {
            Tell(MessageKind.Warning, L["Many tasks are being changed already. Wait until that is through."]);
            return;
        }

        await Task.WhenAny(job.Run, Task.Delay(JobPatience, time, Aborted));
        if (job.Run.IsCompleted && !job.IsBroken)
        {
            TellAll(OutcomeOf(job));
            jobs.Forget(Site);
        }
    }
}
