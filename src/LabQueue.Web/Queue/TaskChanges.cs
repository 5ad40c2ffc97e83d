using LabQueue.Web.Frame;
using LabQueue.Web.Languages;

namespace LabQueue.Web.Queue;

/// <summary>What people do to tasks: the questions before it, and what is said after it.</summary>
/// <param name="queue">The queue.</param>
/// <param name="texts">Texts in the language of who asks.</param>
internal sealed class TaskChanges(IQueue queue, Texts texts)
{
    /// <summary>How many tasks one form may name.</summary>
    public const int Most = 100;

    /// <summary>Puts tasks back with fresh retries.</summary>
    public const string Requeue = "requeue";

    /// <summary>Removes tasks.</summary>
    public const string Remove = "remove";

    /// <summary>Ends tasks.</summary>
    public const string Cancel = "cancel";

    /// <summary>Gives tasks another priority.</summary>
    public const string Prioritize = "priority";

    // Before what was added with the usual 10 within the last 50 minutes.
    private const int RaisedPriority = 0;

    /// <summary>What is asked before; null: nothing needs to be.</summary>
    public Question? QuestionOf(string? what, IReadOnlyList<string> uids) => what switch
    {
        Remove => new Question(
            texts.Count(uids.Count, "Remove {0} task?|Remove {0} tasks?"),
            texts["What these tasks were to do will not be done. What they did already stays. They remain in the history."],
            texts.Count(uids.Count, "Remove {0} task|Remove {0} tasks"), what, uids, IsLoss: true),
        Cancel => new Question(
            texts.Count(uids.Count, "Cancel {0} task?|Cancel {0} tasks?"),
            texts["What these tasks were to do will not be done. What they did already stays. They remain in the history."],
            texts.Count(uids.Count, "Cancel {0} task|Cancel {0} tasks"), what, uids, IsLoss: true),
        Prioritize => PriorityQuestion(texts.Count(uids.Count, "Change the priority of {0} task?|Change the priority of {0} tasks?"), what, uids),
        _ => null,
    };

    /// <summary>The question for a priority.</summary>
    public Question PriorityQuestion(string heading, string what, IReadOnlyList<string> uids) => new(
        heading, texts["What waits takes its new place at once. What runs already goes on."], texts["Change priority"], what, uids, IsLoss: false)
    {
        Priority = RaisedPriority,
    };

    /// <summary>The tasks that a form means: each once, and no more than one form may name.</summary>
    /// <param name="sent">What was sent; what is no uid is passed over.</param>
    public static string[] Meant(IEnumerable<string> sent) => [.. sent.Where(TaskUid.IsValid).Distinct(StringComparer.Ordinal).Take(Most)];

    /// <summary>Does it.</summary>
    /// <param name="what"><see cref="Requeue"/>, <see cref="Remove"/>, <see cref="Cancel"/> or <see cref="Prioritize"/>.</param>
    /// <param name="uids">The tasks, as <see cref="Meant"/> has them.</param>
    /// <param name="by">Who asks.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <param name="priority">The priority, where one is given.</param>
    /// <returns>What to say.</returns>
    public async Task<IReadOnlyList<Message>> DoAsync(
        string what, IReadOnlyList<string> uids, Actor by, CancellationToken cancellationToken, int priority = 0)
    {
        var tally = new ChangeTally();
        foreach (var uid in uids)
        {
            tally = tally.And(await queue.FindAsync(uid, cancellationToken) is { } task
                ? await ChangeAsync(queue, what, task, by, priority, cancellationToken)
                : ChangeOutcome.NotFound);
        }

        return [.. Said(what, tally)];
    }

    /// <summary>Does it to one task.</summary>
    /// <returns>What became of it; null: it runs, and was left alone.</returns>
    public static async Task<ChangeOutcome?> ChangeAsync(
        IQueue queue, string what, QueueTask task, Actor by, int priority, CancellationToken cancellationToken)
    {
        // What runs is offered for nothing but its end; it may have begun since.
        if (what != Cancel && task.Status == QueueTaskStatus.Running)
        {
            return null;
        }

        return (what switch
        {
            Requeue => await queue.RequeueAsync(task.TaskUid, by, cancellationToken),
            Remove => await queue.DeleteAsync(task.TaskUid, by, cancellationToken),
            Prioritize => await queue.PrioritizeAsync(task.TaskUid, priority, by, cancellationToken),
            _ => await queue.CancelAsync(task.TaskUid, by, cancellationToken),
        }).Outcome;
    }

    /// <summary>What is said of it.</summary>
    public IEnumerable<Message> Said(string what, ChangeTally tally)
    {
        if (tally.Changed > 0)
        {
            yield return new Message(MessageKind.Done, Said(what, tally.Changed));
        }

        if (tally.Requested > 0)
        {
            yield return new Message(MessageKind.Info, texts.Count(tally.Requested, "{0} task runs and ends as soon as its consumer hears of it.|{0} tasks run and end as soon as their consumers hear of it."));
        }

        if (tally.NotFound > 0)
        {
            yield return new Message(MessageKind.Warning, texts.Count(tally.NotFound, "{0} task was not in the queue any more.|{0} tasks were not in the queue any more."));
        }

        if (tally.LeftAlone > 0)
        {
            yield return new Message(MessageKind.Warning, texts.Count(tally.LeftAlone, "{0} task runs meanwhile and was left alone.|{0} tasks run meanwhile and were left alone."));
        }

        if (tally.All == 0)
        {
            yield return new Message(MessageKind.Warning, texts["No task was selected."]);
        }
    }

    private string Said(string what, long count) => what switch
    {
        Requeue => texts.Count(count, "{0} task was requeued.|{0} tasks were requeued."),
        Prioritize => texts.Count(count, "{0} task got another priority.|{0} tasks got another priority."),
        Remove => texts.Count(count, "{0} task was removed.|{0} tasks were removed."),
        _ => texts.Count(count, "{0} task was cancelled.|{0} tasks were cancelled."),
    };
}
