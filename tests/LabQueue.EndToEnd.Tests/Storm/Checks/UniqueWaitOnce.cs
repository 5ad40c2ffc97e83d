namespace LabQueue.EndToEnd.Tests.Storm.Checks;

/// <summary>I5: of unique tasks of one name and object never two wait.</summary>
internal static class UniqueWaitOnce
{
    public static IEnumerable<string> Find(StormResult result) => [.. FindQueued(result), .. FindAdded(result)];

    private static IEnumerable<string> FindQueued(StormResult result) => result.Facts.Queue
        .Where(task => task.GetProperty("unique").GetBoolean())
        .GroupBy(task => (task.GetProperty("name").GetString(), task.GetProperty("context_uid").GetString()))
        .Where(twins => twins.Count() > 1)
        .Select(twins => $"I5: {twins.Count()} unique tasks of {twins.Key} wait");

    // A twin that was there for sure, all the while that another was being added, must have kept it out.
    private static IEnumerable<string> FindAdded(StormResult result)
    {
        foreach (var twins in result.Asked.Adds
            .Where(add => add.Added == true && add.Task.TryGetProperty("unique", out _))
            .GroupBy(add => add.Task.GetProperty("context_uid").GetString()))
        {
            Asked.Add? first = null;
            var until = DateTimeOffset.MinValue;
            foreach (var add in twins.OrderBy(add => add.Call.Answered))
            {
                if (first is not null && add.Call.Sent > first.Call.Answered && add.Call.Answered < until)
                {
                    yield return $"I5: {add.Uid} was added though {first.Uid} waited: {add.Call}";
                }

                first = add;
                until = result.Asked.Deletes[add.Uid].Concat(result.Asked.Cancels[add.Uid]).Select(call => call.Sent).DefaultIfEmpty(DateTimeOffset.MaxValue).Min();
            }
        }
    }
}
