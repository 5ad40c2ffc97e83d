using System.Text.Json;

namespace LabQueue.EndToEnd.Tests.Storm.Checks;

/// <summary>I9: retries, chunk size and time limit of each task are what its runs make of them.</summary>
/// <remarks>
/// Tasks that somebody requeued or cancelled are left out: the one gives them fresh retries at a moment that no run shows, the other
/// ends them with the run, however that went.
/// </remarks>
internal static class RulesAreKept
{
    private const int MaxOrphaned = 5;

    public static IEnumerable<string> Find(StormResult result)
    {
        var tasks = result.Facts.Queue
            .Concat(result.Facts.Ends.Select(end => end.GetProperty("task")))
            .ToLookup(ServerFacts.Uid);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var add in result.Asked.Adds)
        {
            if (add.Added == false || result.Asked.Requeues.Contains(add.Uid) || result.Asked.Cancels.Contains(add.Uid) || !tasks.Contains(add.Uid) || !seen.Add(add.Uid)
                || !add.Task.TryGetProperty("retries", out _))
            {
                continue;
            }

            var expected = Limits.Of(add.Task);
            foreach (var run in result.Facts.Attempts[add.Uid])
            {
                expected = expected.After(run.Outcome);
            }

            var found = Limits.Of(tasks[add.Uid].Last());
            if (found != expected with { Orphaned = found.Orphaned })
            {
                var runs = string.Join(", ", result.Facts.Attempts[add.Uid].Select(run => run.Outcome));
                yield return $"I9: {add.Uid} has {found}, after {runs} it must have {expected}";
            }
        }
    }

    private readonly record struct Limits(int Retries, int ChunkSize, int MaxSeconds, int Orphaned)
    {
        public static Limits Of(JsonElement task) => new(
            task.GetProperty("retries").GetInt32(), task.GetProperty("chunk_size").GetInt32(), task.GetProperty("max_seconds").GetInt32(), 0);

        public Limits After(string? outcome) => outcome switch
        {
            "timeout" => (this with { MaxSeconds = ((MaxSeconds * 3) + 1) / 2 }).Failed(),
            "fail" or "purged" => Failed(),
            "advance" => this with { Orphaned = 0 },
            "orphaned" when Orphaned + 1 == MaxOrphaned => (this with { Orphaned = 0 }).Failed(),
            "orphaned" => this with { Orphaned = Orphaned + 1 },
            _ => this,
        };

        private Limits Failed() =>
            Retries <= 0 ? this : this with { Retries = Retries - 1, ChunkSize = (ChunkSize + 1) / 2 };
    }
}
