namespace LabQueue.Engine;

/// <summary>What is to be known of consumers, and what they may do.</summary>
public static class ConsumerRules
{
    /// <summary>How long a consumer is known after it was heard of last.</summary>
    public static TimeSpan Kept { get; } = TimeSpan.FromDays(1);

    /// <summary>How long one is known that somebody made quiet: it is to be that when it comes back.</summary>
    public static TimeSpan QuietKept { get; } = TimeSpan.FromDays(30);

    /// <summary>The names that a consumer says that it takes, empty for any; null where this request does not tell.</summary>
    /// <remarks>One that looks for an answer that got lost asks for the request's id as a name, which no task has.</remarks>
    public static IReadOnlyList<string>? NamesOf(PopRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return request.Names is [var only] && string.Equals(only, request.RequestId, StringComparison.Ordinal) ? null : request.Names;
    }

    /// <summary>How the records and the events call it.</summary>
    public static string ActionOf(ConsumerMode mode) => mode switch
    {
        ConsumerMode.Active => "resume_consumer",
        ConsumerMode.Quiet => "quiet_consumer",
        ConsumerMode.Draining => "drain_consumer",
    };
}
