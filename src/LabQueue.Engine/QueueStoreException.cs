namespace LabQueue.Engine;

/// <summary>The store cannot carry out a call at the moment.</summary>
/// <param name="message">A sentence for the operator.</param>
/// <param name="isFull">There is no room on the disk.</param>
/// <param name="inner">What the database said.</param>
public sealed class QueueStoreException(string message, bool isFull, Exception? inner = null)
    : QueueException(message, inner)
{
    /// <summary>There is no room on the disk: adds are refused, reads go on.</summary>
    public bool IsFull { get; } = isFull;

    /// <summary>True: the disk may be mended.</summary>
    public override bool IsTransient => true;
}
