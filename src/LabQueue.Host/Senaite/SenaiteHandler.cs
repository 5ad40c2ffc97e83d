using LabQueue.Consumer;

namespace LabQueue.Host.Senaite;

/// <summary>Passes tasks of every name on to a SENAITE site.</summary>
/// <remarks>
/// The site works on the whole task, or adds a copy for what it leaves; so a task that went well is done, chunks or not. The
/// time limit is the task's own. A call that is cut short leaves the site at work, as it does with the original.
/// </remarks>
internal sealed class SenaiteHandler(SenaiteSite site) : ITaskHandler
{
    /// <inheritdoc/>
    public async Task HandleAsync(TaskRun run, CancellationToken cancellationToken)
    {
        await site.ProcessAsync(run.Task, cancellationToken);
        run.Finish();
    }
}
