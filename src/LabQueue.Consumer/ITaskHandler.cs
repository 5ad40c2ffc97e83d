namespace LabQueue.Consumer;

/// <summary>Does the work of tasks of one name.</summary>
/// <remarks>
/// <para>It is called once for each chunk of a task, in a service scope of its own. The same chunk may come again, after a
/// crash or a lost lease, so the work must bear being done twice: see the guide "Write a handler".</para>
/// <para>To return is to say that all went well; see <see cref="TaskRun"/> for what can be told about single objects. An
/// exception fails the task, which runs again while it has retries.</para>
/// </remarks>
public interface ITaskHandler
{
    /// <summary>Works on one chunk of a task.</summary>
    /// <param name="run">The task, its chunk, and where to tell what became of each object.</param>
    /// <param name="cancellationToken">
    /// The work is to end now: it ran over its time limit, somebody cancelled the task, its lease was lost, or the consumer
    /// stops and waited long enough. A handler that does not return soon is left to itself.
    /// </param>
    Task HandleAsync(TaskRun run, CancellationToken cancellationToken);
}
