namespace LabQueue.EndToEnd.Tests.Laboratory.Checks;

/// <summary>L7: worksheets and samples stand where their analyses stand.</summary>
internal static class WholesFollowParts
{
    private static readonly string[] Left = ["retracted", "rejected", "cancelled"];
    private static readonly string[] Verified = ["verified", "published"];

    /// <summary>What is wrong.</summary>
    public static IEnumerable<string> Find(LabStormResult result)
    {
        var facts = result.Facts;
        var sheets = facts.Places.ToLookup(place => place.WorksheetUid, place => facts.ByUid[place.AnalysisUid].State, StringComparer.Ordinal);
        var samples = facts.Things.Where(thing => thing is { PortalType: "Analysis", Deleted: 0 })
            .ToLookup(thing => thing.ContainerUid, thing => thing.State, StringComparer.Ordinal);
        foreach (var thing in facts.Things.Where(thing => thing.Deleted == 0))
        {
            var expected = thing.PortalType switch
            {
                "Worksheet" => Expected(sheets[thing.Uid], "open"),
                "AnalysisRequest" when thing.State is not ("sample_due" or "published") => Expected(samples[thing.Uid], "sample_received"),
                _ => thing.State,
            };
            if (thing.State != expected)
            {
                yield return $"L7: {thing} is to be {expected}.";
            }
        }
    }

    private static string Expected(IEnumerable<string> states, string open)
    {
        string[] active = [.. states.Where(state => !Left.Contains(state))];
        return active.Length == 0 ? open
            : active.All(Verified.Contains) ? "verified"
            : active.All(state => state == "to_be_verified" || Verified.Contains(state)) ? "to_be_verified"
            : open;
    }
}
