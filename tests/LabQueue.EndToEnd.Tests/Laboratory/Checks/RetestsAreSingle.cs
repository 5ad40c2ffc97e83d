namespace LabQueue.EndToEnd.Tests.Laboratory.Checks;

/// <summary>L5: each analysis that was retracted has one retest, and nothing else has.</summary>
internal static class RetestsAreSingle
{
    /// <summary>What is wrong.</summary>
    public static IEnumerable<string> Find(LabStormResult result)
    {
        var retests = result.Facts.Things.Where(thing => thing.RetestOf is not null).ToLookup(thing => thing.RetestOf!, StringComparer.Ordinal);
        foreach (var thing in result.Facts.Things.Where(thing => thing.IsAnalysis))
        {
            var (expected, found) = (thing.State == "retracted" ? 1 : 0, retests[thing.Uid].Count());
            if (found != expected)
            {
                yield return $"L5: {thing} is to have {expected} retests, and has {found}.";
            }
        }
    }
}
