namespace LabQueue.Consumer;

/// <summary>A function as a handler.</summary>
internal sealed class FunctionHandler(Func<TaskRun, CancellationToken, Task> handle) : ITaskHandler
{
    /// <inheritdoc/>
    public Task HandleAsync(TaskRun run, CancellationToken cancellationToken) => handle(run, cancellationToken);
}
