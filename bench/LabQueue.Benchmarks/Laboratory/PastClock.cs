namespace LabQueue.Benchmarks.Laboratory;

/// <summary>A clock that stands in the past, so that what is made by it is as old as it would be.</summary>
/// <param name="now">Where it stands.</param>
internal sealed class PastClock(DateTimeOffset now) : TimeProvider
{
    /// <summary>Where it stands.</summary>
    public DateTimeOffset Now { get; set; } = now;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => Now;
}
