namespace LabQueue;

/// <summary>One run of a task, from its claim to its report.</summary>
/// <param name="Number">1 for the first run.</param>
/// <param name="ConsumerId">Who had it.</param>
/// <param name="Started">When it was claimed.</param>
/// <param name="Ended">When it ended; null while it runs.</param>
/// <param name="Outcome">How it ended: <c>done</c>, <c>fail</c>, <c>timeout</c>, <c>advance</c>, <c>release</c>,
/// <c>purged</c>, <c>orphaned</c>, <c>requeued</c>, <c>deleted</c>, <c>cancelled</c>; null while it runs.</param>
/// <param name="Error">What was reported as wrong.</param>
public sealed record TaskAttempt(
    int Number, string ConsumerId, DateTimeOffset Started, DateTimeOffset? Ended, string? Outcome, JsonText? Error)
{
    /// <summary>The user who reported how it ended, which may be another than the one who claimed it; null where nobody did.</summary>
    public string? ReportedBy { get; init; }
}
