using System.Globalization;
using LabQueue.Client;
using LabQueue.EndToEnd.Tests.Running;
using LabQueue.TestKit;

namespace LabQueue.EndToEnd.Tests.Consuming;

/// <summary>Tasks in chunks for consumers that are in trouble.</summary>
internal static class ConsumedWork
{
    private const int MostObjects = 9;
    private const int MostPerChunk = 4;
    private const int Lanes = 60;

    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(20);

    /// <summary>Draws tasks: one half in lanes of their own, one half in those of the classic rule.</summary>
    /// <param name="random">The dice.</param>
    /// <param name="count">How many.</param>
    /// <param name="first">Number of the first.</param>
    public static IReadOnlyList<NewTask> Draw(Random random, int count, int first = 0) =>
        [.. Enumerable.Range(first, count).Select(number => DrawTask(random, number))];

    /// <summary>Adds them; the server may run as many at once as there are lanes.</summary>
    public static async Task AddAsync(QueueClient client, IReadOnlyList<NewTask> wishes, CancellationToken cancellationToken)
    {
        var settings = new Dictionary<string, JsonText>(StringComparer.Ordinal) { ["max_concurrent_tasks"] = new JsonText("0") };
        await client.ChangeSettingsAsync(settings, Given.Manager, cancellationToken);
        foreach (var some in wishes.Chunk(QueueLimits.TasksPerAdd))
        {
            await client.AddAsync(some, Given.Clerk, cancellationToken);
        }
    }

    /// <summary>Completes once nothing waits and nothing runs.</summary>
    public static async Task DrainedAsync(QueueClient client, CancellationToken cancellationToken)
    {
        while (!await IsDrainedAsync(client, cancellationToken))
        {
            await Task.Delay(Between, TimeProvider.System, cancellationToken);
        }
    }

    /// <summary>A client of a server, which it may have to wait for.</summary>
    public static QueueClient Connect(ServerSetup server) => new(new QueueClientOptions
    {
        BaseAddress = new Uri(server.Portal),
        AuthKey = server.Key,
        Username = "queue_daemon",
        Timeout = TimeSpan.FromSeconds(60),
    });

    private static async Task<bool> IsDrainedAsync(QueueClient client, CancellationToken cancellationToken)
    {
        try
        {
            return await client.StatsAsync(cancellationToken) is { Queued: 0, Running: 0 };
        }
        catch (QueueUnreachableException)
        {
            // The server was killed.
            return false;
        }
    }

    private static NewTask DrawTask(Random random, int number)
    {
        var start = string.Create(CultureInfo.InvariantCulture, $"t{number}x");
        var place = random.Next(Lanes).ToString(CultureInfo.InvariantCulture);
        return Given.NewTask(start, "work", place: $"WS-{place}") with
        {
            Uids = [.. Enumerable.Range(0, random.Next(1, MostObjects + 1)).Select(i => Given.Uid($"{start}o{i}x"))],
            ChunkSize = random.Next(1, MostPerChunk + 1),
            Lane = random.Next(2) == 0 ? $"lane-{place}" : null,
            MinSeconds = 0,
            Priority = random.Next(21),
        };
    }
}
