namespace LabQueue.EndToEnd.Tests.Laboratory.Checks;

/// <summary>
/// L6: analyses lie in a slot if their state says so; a slot holds analyses of one sample and kind; a source has one duplicate
/// in a slot; a retest that is on a worksheet lies where its original does.
/// </summary>
internal static class SlotsFitStates
{
    private static readonly string[] OnSheet = ["assigned", "to_be_verified", "verified", "published", "retracted"];

    /// <summary>What is wrong.</summary>
    public static IEnumerable<string> Find(LabStormResult result)
    {
        var facts = result.Facts;
        var places = facts.Places.ToDictionary(place => place.AnalysisUid, StringComparer.Ordinal);
        foreach (var analysis in facts.Things.Where(thing => thing.IsAnalysis))
        {
            var place = places.GetValueOrDefault(analysis.Uid);
            if ((place is not null) != (analysis.Deleted == 0 && OnSheet.Contains(analysis.State)))
            {
                yield return $"L6: {analysis} lies in {place?.ToString() ?? "no slot"}.";
            }

            if (place is not null && analysis.RetestOf is { } original && analysis.State != "unassigned"
                && places.GetValueOrDefault(original) is { } its && its.WorksheetUid == place.WorksheetUid && its.Position != place.Position)
            {
                yield return $"L6: {analysis} lies in {place}, and its original in {its}.";
            }
        }

        foreach (var slot in facts.Places.GroupBy(place => (place.WorksheetUid, place.Position)))
        {
            if (slot.Select(place => (place.Kind, facts.ByUid[place.AnalysisUid].ContainerUid)).Distinct().Count() > 1)
            {
                yield return $"L6: slot {slot.Key} holds analyses of several samples.";
            }

            var sources = slot.Where(place => place.SourceUid is not null && facts.ByUid[place.AnalysisUid].State != "retracted");
            foreach (var twice in sources.CountBy(place => place.SourceUid!).Where(source => source.Value > 1))
            {
                yield return $"L6: slot {slot.Key} holds {twice.Value} duplicates of {twice.Key}.";
            }
        }
    }
}
