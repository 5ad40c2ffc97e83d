namespace LabQueue;

/// <summary>A call of the queue was not answered, or refused.</summary>
/// <param name="message">A sentence that says why.</param>
/// <param name="inner">What was behind it.</param>
public abstract class QueueException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Whether the same call may well succeed later.</summary>
    public abstract bool IsTransient { get; }
}
