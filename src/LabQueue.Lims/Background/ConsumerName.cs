namespace LabQueue.Lims.Background;

/// <summary>The consumer in this process, for the records.</summary>
/// <param name="Id">Its name in the queue.</param>
internal sealed record ConsumerName(string Id);
