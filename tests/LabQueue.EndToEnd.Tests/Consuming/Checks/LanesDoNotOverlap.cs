using LabQueue.EndToEnd.Tests.Storm.Checks;

namespace LabQueue.EndToEnd.Tests.Consuming.Checks;

/// <summary>C3: no two runs of a lane overlap by the server's records, and no two accepted ones by the handlers' own clocks.</summary>
internal static class LanesDoNotOverlap
{
    public static IEnumerable<string> Find(ConsumedResult result)
    {
        var handlers = result.Runs.Where(run => run.Begun is not null)
            .ToLookup(run => (run.Uid, run.Consumer, run.Started!.Value));
        var accepted =
            from attempt in result.Attempts
            where ConsumedResult.IsAccepted(attempt)
            from run in handlers[(attempt.Uid, attempt.Consumer, attempt.Started)]
            select attempt with { Started = run.Begun!.Value, Ended = run.Returned };
        return LanesAreFree.FindOverlaps(result.Attempts).Concat(LanesAreFree.FindOverlaps(accepted)).Select(found => $"C3: {found}");
    }
}
