namespace LabQueue.Lims.Background;

/// <summary>Why work has not been begun.</summary>
/// <param name="Reason">What keeps it.</param>
/// <param name="Until">For <see cref="WaitReason.Later"/>: until when.</param>
/// <param name="Others">For <see cref="WaitReason.Busy"/>: how many other tasks run.</param>
internal sealed record WorkWait(WaitReason Reason, DateTimeOffset? Until = null, long Others = 0);
