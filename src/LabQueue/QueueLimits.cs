namespace LabQueue;

/// <summary>The sizes that a request may have; above them it is refused with 413 or 400.</summary>
/// <remarks><c>wire-protocol</c>, section 12, "sizes".</remarks>
public static class QueueLimits
{
    /// <summary>Bytes of a request's body: 8 MiB.</summary>
    public const int BodyBytes = 8 * 1024 * 1024;

    /// <summary>Tasks of one <c>add</c>.</summary>
    public const int TasksPerAdd = 1_000;

    /// <summary>Elements of <c>uids</c>, of a task and of a <c>diff</c>.</summary>
    public const int Uids = 100_000;

    /// <summary>Characters of a text.</summary>
    public const int TextLength = 10_000;

    /// <summary>Characters of an error message: 64 KiB.</summary>
    public const int ErrorLength = 64 * 1024;

    /// <summary>How deep JSON may be nested.</summary>
    public const int JsonDepth = 32;

    /// <summary>Tasks that one <c>diff</c> answers with; the rest comes with the next one.</summary>
    public const int TasksPerDiff = 5_000;

    /// <summary>Tasks that one <c>pop</c> may take.</summary>
    public const int TasksPerPop = 1_000;

    /// <summary>Reports that one <c>pop</c> may carry.</summary>
    public const int ReportsPerPop = 1_000;

    /// <summary>Characters that a consumer's id must have at least.</summary>
    public const int ConsumerIdLength = 4;

    /// <summary>How long a <c>pop</c> may wait for work.</summary>
    public static TimeSpan PopWait { get; } = TimeSpan.FromSeconds(30);

    /// <summary>The shortest lease that may be asked for.</summary>
    public static TimeSpan ShortestLease { get; } = TimeSpan.FromSeconds(5);

    /// <summary>The longest lease that may be asked for.</summary>
    public static TimeSpan LongestLease { get; } = TimeSpan.FromSeconds(300);

    /// <summary>The lease where a consumer asks for one without a length.</summary>
    public static TimeSpan DefaultLease { get; } = TimeSpan.FromSeconds(15);
}
