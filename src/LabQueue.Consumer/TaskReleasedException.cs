namespace LabQueue.Consumer;

/// <summary>
/// Thrown by a handler that cannot work now, through no fault of the task, such as when a system that it needs is away.
/// The task goes back untouched, at no cost of retries, and the consumer takes no other until the way is free.
/// </summary>
/// <param name="message">A sentence for the log.</param>
/// <param name="until">Completes when it makes sense to take tasks again; null: after 5 seconds.</param>
/// <param name="inner">What was behind it; goes to the log.</param>
public sealed class TaskReleasedException(
    string message, Func<CancellationToken, Task>? until = null, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Completes when it makes sense to take tasks again; null: after 5 seconds.</summary>
    public Func<CancellationToken, Task>? Until { get; } = until;
}
