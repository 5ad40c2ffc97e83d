namespace LabQueue.Lims.Background;

/// <summary>What became of one object of a piece of work.</summary>
internal sealed record WorkOutcome
{
    /// <summary>The object.</summary>
    public string ObjectUid { get; init; } = string.Empty;

    /// <summary><c>done</c>, <c>refused</c>, <c>failed</c> or <c>skipped</c>.</summary>
    public string Outcome { get; init; } = string.Empty;

    /// <summary>Why; null where there is nothing to say.</summary>
    public string? Message { get; init; }

    /// <summary>Place in the person's choice, from 0.</summary>
    public int Number { get; init; }

    /// <summary>When, in microseconds since 1970.</summary>
    public long Time { get; init; }

    /// <summary>The task ended without handling it; nothing was changed.</summary>
    public bool Released { get; init; }
}
