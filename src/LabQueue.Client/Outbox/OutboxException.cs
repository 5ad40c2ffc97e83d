namespace LabQueue.Client.Outbox;

/// <summary>The outbox could not be read or written. What was to be kept is not.</summary>
/// <param name="message">A sentence that names the file.</param>
/// <param name="inner">What was behind it.</param>
public sealed class OutboxException(string message, Exception? inner = null) : QueueException(message, inner)
{
    /// <summary>True: there may be room on the disk again.</summary>
    public override bool IsTransient => true;
}
