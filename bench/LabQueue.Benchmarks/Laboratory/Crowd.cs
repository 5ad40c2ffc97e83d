using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;

namespace LabQueue.Benchmarks.Laboratory;

/// <summary>People who work beside a task: each changes a result, a worksheet or a sample of the same clients, again and again.</summary>
/// <param name="connections">A connection for each.</param>
/// <param name="analyses">Analyses that are theirs alone.</param>
/// <param name="worksheets">Worksheets that are theirs alone.</param>
/// <param name="samples">Samples of the clients whose analyses the task works on.</param>
internal sealed class Crowd(
    IReadOnlyList<LabConnection> connections,
    IReadOnlyList<string> analyses,
    IReadOnlyList<string> worksheets,
    IReadOnlyList<string> samples)
{
    // A quick person needs that long from one save to the next.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <summary>Works until something is over.</summary>
    /// <returns>Every request.</returns>
    public async Task<IReadOnlyList<LabClientCall>> WorkAsync(Task until)
    {
        var calls = new ConcurrentBag<LabClientCall>();
        await Task.WhenAll(connections.Select((connection, person) => WorkAsync(connection, person, calls, until)));
        return [.. calls];
    }

    private async Task WorkAsync(LabConnection connection, int person, ConcurrentBag<LabClientCall> calls, Task until)
    {
        // Not all at the same moment.
        await Task.Delay(Pause * person / connections.Count, TimeProvider.System);
        for (var step = 0; !until.IsCompleted; step++)
        {
            calls.Add(await SaveAsync(connection, person, step));
            await Task.Delay(Pause, TimeProvider.System);
        }
    }

    private Task<LabClientCall> SaveAsync(LabConnection connection, int person, int step)
    {
        var note = string.Create(CultureInfo.InvariantCulture, $"{person}.{step}");
        return (step % 3) switch
        {
            0 => connection.TryPostAsync(
                $"analysis/update/{analyses[((step * connections.Count) + person) % analyses.Count]}",
                new JsonObject { ["Result"] = string.Create(CultureInfo.InvariantCulture, $"{step % 100}") }),
            1 => connection.TryPostAsync(
                $"worksheet/update/{worksheets[person % worksheets.Count]}", new JsonObject { ["Remarks"] = note }),
            _ => connection.TryPostAsync(
                $"analysisrequest/update/{samples[((step * connections.Count) + person) % samples.Count]}",
                new JsonObject { ["ClientReference"] = note }),
        };
    }
}
