namespace LabQueue.Lims.Api;

/// <summary>What became of an object; the columns of <c>outcome</c>.</summary>
internal sealed record OutcomeItem
{
    /// <summary>The object.</summary>
    public string ObjectUid { get; init; } = string.Empty;

    /// <summary><c>done</c>, <c>refused</c>, <c>failed</c> or <c>skipped</c>.</summary>
    public string Outcome { get; init; } = string.Empty;

    /// <summary>Why, or what there is to know; null: nothing.</summary>
    public string? Message { get; init; }

    /// <summary>When, in microseconds since 1970.</summary>
    public long Time { get; init; }
}
