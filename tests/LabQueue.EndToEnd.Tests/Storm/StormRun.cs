using LabQueue.EndToEnd.Tests.Running;

namespace LabQueue.EndToEnd.Tests.Storm;

/// <summary>A storm: clients call a server that is killed again and again; then all is drained and looked at.</summary>
internal static class StormRun
{
    private const int Clients = 8;

    // Far more tasks run at once than with the usual limit of four, so that more can go wrong.
    private const string Settings = """{"max_concurrent_tasks": 48}""";

    /// <summary>Carries out a storm.</summary>
    /// <param name="lives">The server's lives under load; one more follows, in which all is drained.</param>
    /// <param name="seed">Where the clients' dice begin.</param>
    /// <param name="ballast">How many tasks wait in the queue all the time.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<StormResult> RunAsync(
        IReadOnlyList<Life> lives, int seed, int ballast, CancellationToken cancellationToken)
    {
        using var folder = new ScratchFolder();
        var data = Directory.CreateDirectory(Path.Combine(folder.Path, "data")).FullName;
        var ledgers = Directory.CreateDirectory(Path.Combine(folder.Path, "ledgers")).FullName;
        await using var server = new StormServer(new ServerSetup(data));
        await server.StartAsync(failPoint: null, cancellationToken);
        using var api = new QueueApi(server.Setup, timeout: TimeSpan.FromSeconds(60));
        (await api.PostAsync("settings", Settings, cancellationToken)).Status.ShouldBe(200);
        await AddBallastAsync(api, ballast, cancellationToken);
        await server.KillAsync();

        await LoadAsync(server, ledgers, lives, seed, cancellationToken);
        var quiet = TimeProvider.System.GetUtcNow();
        var drain = new Drain(api, ledgers);
        await drain.RunAsync(cancellationToken);
        var facts = await ServerFacts.ReadAsync(api, cancellationToken);
        facts.Queue.Count(task => task.GetProperty("name").GetString() == StormTask.Ballast).ShouldBe(ballast);
        return new StormResult(new Asked(Ledger.Read(ledgers)), facts)
        {
            Kills = lives.Count,
            Starts = [.. server.Starts],
            TimesToReady = [.. server.TimesToReady],
            Quiet = quiet,
            Log = server.Log,
        };
    }

    private static async Task AddBallastAsync(QueueApi api, int ballast, CancellationToken cancellationToken)
    {
        foreach (var numbers in Enumerable.Range(0, ballast).Chunk(QueueLimits.TasksPerAdd))
        {
            var answer = await api.PostAsync("add", numbers.Select(StormTask.MakeBallast), cancellationToken);
            answer.Status.ShouldBe(200, answer.ToString());
        }
    }

    private static async Task LoadAsync(
        StormServer server, string ledgers, IReadOnlyList<Life> lives, int seed, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var known = new SharedUids();
        StormClient[] clients =
            [.. Enumerable.Range(1, Clients).Select(number => new StormClient(server, ledgers, number, seed, known))];
        try
        {
            Task[] running = [.. clients.Select(client => Task.Run(() => client.RunAsync(stop.Token), cancellationToken))];
            foreach (var life in lives)
            {
                await server.LiveAsync(life, running, cancellationToken);
            }

            await server.StartAsync(failPoint: null, cancellationToken);
            await Task.WhenAny(Task.WhenAll(running), Task.Delay(lives[0].Load, TimeProvider.System, cancellationToken));
            await stop.CancelAsync();
            await Task.WhenAll(running);
        }
        finally
        {
            Array.ForEach(clients, client => client.Dispose());
        }
    }
}
