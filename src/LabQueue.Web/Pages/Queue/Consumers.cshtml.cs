using LabQueue.Web.Frame;
using LabQueue.Web.Queue;
using Microsoft.AspNetCore.Mvc;

namespace LabQueue.Web.Pages.Queue;

/// <summary>The consumers: who is alive, what each takes and runs, how much of its leases is left; and what people let them do.</summary>
internal sealed class ConsumersModel(IPageQueues queues, QueueWatch watch, TimeProvider time) : QueuePage(queues)
{
    /// <summary>How many are shown, the ones heard of last; who restarts consumers all day under new names fills more than that.</summary>
    public const int Most = 200;

    /// <summary>How many of a consumer's tasks are shown.</summary>
    public const int MostTasks = 20;

    /// <summary>How many of the names that a consumer takes are shown at once; all others unfold.</summary>
    public const int MostNames = 3;

    private QueueFigures? _figures;

    /// <inheritdoc/>
    public override string Title => L["Consumers"];

    /// <summary>How the queue is.</summary>
    public QueueFigures Figures => _figures ?? throw new InvalidOperationException("Nothing was read.");

    /// <summary>The consumers, those that are alive first.</summary>
    public IReadOnlyList<ConsumerInfo> Consumers =>
        [.. Figures.Consumers.OrderByDescending(consumer => consumer.Running.Count > 0 || Figures.IsAlive(consumer)).ThenByDescending(consumer => consumer.LastHeard).Take(Most)];

    /// <summary>What is asked before it is done; null: nothing.</summary>
    public Question? Question { get; private set; }

    /// <summary>Shows them.</summary>
    public async Task<IActionResult> OnGetAsync()
    {
        _figures = await QueueFigures.ReadAsync(Queue, time.GetUtcNow(), Aborted);
        return IsPart ? Partial("_Consumers", this) : Page();
    }

    /// <summary>Makes a consumer quiet, drains it, or gives it work again.</summary>
    /// <param name="what">What to do.</param>
    /// <param name="consumer">The consumer.</param>
    /// <param name="reason">Why, in the person's words.</param>
    /// <param name="isSure">Whether the question was asked.</param>
    public async Task<IActionResult> OnPostAsync(
        string? what, [FromForm(Name = "uid")] string? consumer, string? reason, [FromForm(Name = "sure")] bool isSure)
    {
        if (ModeOf(what) is not { } mode || consumer is null)
        {
            return BadRequest();
        }

        if (mode == ConsumerMode.Draining && !isSure)
        {
            Question = new Question(
                L["Drain {0}?", consumer],
                L["It is given no more work, and gives back what it has; others go on with that, and nothing is lost. A classic consumer cannot be told to stop, and ends what it has."],
                L["Drain"], "drain", [consumer], IsLoss: false);
            return Page();
        }

        var outcome = await Queue.SetConsumerAsync(consumer, mode, By(reason), Aborted);
        watch.Forget(Site);
        Tell(
            outcome == ChangeOutcome.NotFound ? MessageKind.Warning : MessageKind.Done,
            outcome == ChangeOutcome.NotFound ? L["There is no consumer {0} any more.", consumer] : Said(mode, consumer));
        return Redirect(With());
    }

    /// <summary>How a consumer is.</summary>
    public TaskState StateOf(ConsumerInfo consumer) =>
        Figures.IsAlive(consumer) ? new TaskState("state-done", "circle-check", L["Alive"])
        : consumer.Running.Count > 0 ? new TaskState("state-stuck", "alert-triangle", L["Silent, with tasks"])
        : new TaskState("state-queued", "x", L["Gone"]);

    /// <summary>What people let a consumer do; null: it is given work.</summary>
    public TaskState? ModeOf(ConsumerInfo consumer) => consumer.Mode switch
    {
        ConsumerMode.Active => null,
        ConsumerMode.Quiet => new TaskState("state-stuck", "player-pause", L["Quiet"]),
        ConsumerMode.Draining when consumer.Running.Count > 0 => new TaskState("state-stuck", "loader", L["Is drained"]),
        ConsumerMode.Draining => new TaskState("state-stuck", "player-pause", L["Drained"]),
    };

    private static ConsumerMode? ModeOf(string? what) => what switch
    {
        "quiet" => ConsumerMode.Quiet,
        "drain" => ConsumerMode.Draining,
        "resume" => ConsumerMode.Active,
        _ => null,
    };

    private string Said(ConsumerMode mode, string consumer) => mode switch
    {
        ConsumerMode.Active => L["{0} is given work again.", consumer],
        ConsumerMode.Quiet => L["{0} is given no more work. What it has goes on.", consumer],
        ConsumerMode.Draining => L["{0} is given no more work, and gives back what it has.", consumer],
    };
}
