using LabQueue.Lims.Access;
using LabQueue.Lims.Workflow;

namespace LabQueue.Lims.Background;

/// <summary>Runs tasks for consumers of the original kind, which call the laboratory for each (<c>wire-protocol</c>, 10).</summary>
internal interface ITaskProcessor
{
    /// <summary>Takes a task from the queue and begins it; what a clock of the original calls.</summary>
    /// <param name="site">The site.</param>
    /// <param name="consumerId">The consumer's name in the queue: its own base address.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>A sentence that says what was begun, or that there is nothing to do.</returns>
    Task<string> ConsumeAsync(string site, string consumerId, CancellationToken cancellationToken);

    /// <summary>Does a running task to its end, all chunks of it. Whoever calls reports it.</summary>
    /// <param name="site">The site.</param>
    /// <param name="taskUid">The task.</param>
    /// <param name="caller">Who calls: has to be the task's user.</param>
    /// <param name="cancellationToken">Ends the work between two chunks.</param>
    /// <returns>
    /// Null: done. Else why not: <see cref="RefusalKind.NotFound"/> for a task that is not there or about nothing,
    /// <see cref="RefusalKind.Forbidden"/> for another's task, <see cref="RefusalKind.Invalid"/> for a name without handler.
    /// </returns>
    Task<Refusal?> ProcessAsync(string site, string taskUid, LabUser caller, CancellationToken cancellationToken);
}
