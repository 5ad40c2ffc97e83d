namespace LabQueue.Host.TakingOver;

/// <summary>A task of the original, ready to be added here.</summary>
/// <param name="Wish">What to add.</param>
/// <param name="WasRunning">Whether a consumer had it when the original was asked.</param>
/// <param name="Size">How many characters it has as JSON.</param>
internal sealed record OriginalTask(NewTask Wish, bool WasRunning, int Size)
{
    /// <summary>Whether it had failed for good.</summary>
    public bool IsFailed => Wish.TakenOverAs == QueueTaskStatus.Failed;
}
