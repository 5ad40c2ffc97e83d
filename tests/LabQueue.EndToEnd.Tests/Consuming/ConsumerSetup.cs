namespace LabQueue.EndToEnd.Tests.Consuming;

/// <summary>How the program <c>LedgerConsumer</c> is started.</summary>
/// <param name="Server">The site's address, as it sees it.</param>
/// <param name="Key">The site's key.</param>
/// <param name="Ledgers">The folder of its ledgers.</param>
/// <param name="Pace">How long its handler takes for each object.</param>
internal sealed record ConsumerSetup(string Server, string Key, string Ledgers, TimeSpan Pace)
{
    /// <summary>The lease that it asks for: the shortest that there is.</summary>
    public static TimeSpan Lease => QueueLimits.ShortestLease;

    /// <summary>How long it waits for work in one call.</summary>
    public TimeSpan Wait { get; init; } = QueueLimits.PopWait;

    /// <summary>How long it waits for an answer.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>What its command line begins with, such as a command that runs it elsewhere.</summary>
    public IReadOnlyList<string> Before { get; init; } = [];
}
