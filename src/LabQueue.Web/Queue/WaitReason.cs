namespace LabQueue.Web.Queue;

/// <summary>Something that keeps a task waiting.</summary>
/// <param name="Text">The sentence, in the language of who looks.</param>
/// <param name="Moment">The time that it ends with; null: none.</param>
/// <param name="Holder">The task that it speaks of; null: none.</param>
internal sealed record WaitReason(string Text, DateTimeOffset? Moment = null, QueueTask? Holder = null);
