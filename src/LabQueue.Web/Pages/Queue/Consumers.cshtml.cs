using LabQueue.Web.Queue;
using Microsoft.AspNetCore.Mvc;

namespace LabQueue.Web.Pages.Queue;

/// <summary>The consumers: who is alive, what each runs, how much of its leases is left.</summary>
internal sealed class ConsumersModel(IPageQueues queues, TimeProvider time) : QueuePage(queues)
{
    /// <summary>How many are shown, the ones heard of last; who restarts consumers all day under new names fills more than that.</summary>
    public const int Most = 200;

    /// <summary>How many of a consumer's tasks are shown.</summary>
    public const int MostTasks = 20;

    private QueueFigures? _figures;

    /// <inheritdoc/>
    public override string Title => L["Consumers"];

    /// <summary>How the queue is.</summary>
    public QueueFigures Figures => _figures ?? throw new InvalidOperationException("Nothing was read.");

    /// <summary>The consumers, those that are alive first.</summary>
    public IReadOnlyList<ConsumerInfo> Consumers =>
        [.. Figures.Consumers.OrderByDescending(consumer => consumer.Running.Count > 0 || Figures.IsAlive(consumer)).ThenByDescending(consumer => consumer.LastHeard).Take(Most)];

    /// <summary>Shows them.</summary>
    public async Task<IActionResult> OnGetAsync()
    {
        _figures = await QueueFigures.ReadAsync(Queue, time.GetUtcNow(), Aborted);
        return IsPart ? Partial("_Consumers", this) : Page();
    }

    /// <summary>How a consumer is.</summary>
    public TaskState StateOf(ConsumerInfo consumer) =>
        Figures.IsAlive(consumer) ? new TaskState("state-done", "circle-check", L["Alive"])
        : consumer.Running.Count > 0 ? new TaskState("state-stuck", "alert-triangle", L["Silent, with tasks"])
        : new TaskState("state-queued", "x", L["Gone"]);
}
