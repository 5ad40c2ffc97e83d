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

    private static readonly Dictionary<string, JsonText> Settings = new(StringComparer.Ordinal)
    {
        ["max_concurrent_tasks"] = new JsonText("0"),
        ["max_orphaned"] = new JsonText("100"),
    };

    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(20);

    /// <summary>Draws tasks: one half in lanes of their own, one half in those of the classic rule.</summary>
    /// <param name="random">The dice.</param>
    /// <param name="count">How many.</param>
    /// <param name="first">Number of the first.</param>
    public static IReadOnlyList<NewTask> Draw(Random random, int count, int first = 0) =>
        [.. Enumerable.Range(first, count).Select(number => DrawTask(random, number))];

    /// <summary>
    /// Adds them. The server may run as many at once as there are lanes; and a task whose consumers fall silent five times in a
    /// row is no failure, which would halve its chunks.
    /// </summary>
    public static async Task AddAsync(QueueClient client, IReadOnlyList<NewTask> wishes, CancellationToken cancellationToken)
    {
        await client.ChangeSettingsAsync(Settings, Given.Manager, cancellationToken);
        foreach (var some in wishes.Chunk(QueueLimits.TasksPerAdd))
        {
            await client.AddAsync(some, Given.Clerk, cancellationToken);
        }
    }

    /// <summary>Completes once nothing waits and nothing runs.</summary>
    public static Task DrainedAsync(QueueClient client, CancellationToken cancellationToken) =>
        UntilAsync(client, stats => stats is { Queued: 0, Running: 0 }, cancellationToken);

    /// <summary>Completes once the queue's figures are as they should be.</summary>
    public static Task UntilAsync(QueueClient client, Func<QueueStats, bool> isSo, CancellationToken cancellationToken) =>
        UntilAsync(() => IsSoAsync(client, isSo, cancellationToken), cancellationToken);

    /// <summary>Completes once something is so.</summary>
    public static async Task UntilAsync(Func<Task<bool>> isSoAsync, CancellationToken cancellationToken)
    {
        while (!await isSoAsync())
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

    private static async Task<bool> IsSoAsync(
        QueueClient client, Func<QueueStats, bool> isSo, CancellationToken cancellationToken)
    {
        try
        {
            return isSo(await client.StatsAsync(cancellationToken));
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
