using LabQueue.EndToEnd.Tests.Running;

namespace LabQueue.EndToEnd.Tests.Storm;

/// <summary>A storm: clients call servers while those are killed, or what they stand on is; then all is drained and looked at.</summary>
internal static class StormRun
{
    /// <summary>How many clients call, each a server of its own choice, where nothing else is said.</summary>
    public const int Clients = 8;

    /// <summary>Far more tasks run at once than with the usual limit of four, so that more can go wrong.</summary>
    public const string Settings = """{"max_concurrent_tasks": 48}""";

    /// <summary>Kills a server with its own store again and again.</summary>
    /// <param name="lives">The server's lives under load; one more follows, in which all is drained.</param>
    /// <param name="seed">Where the clients' dice begin.</param>
    /// <param name="ballast">How many tasks wait in the queue all the time.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<StormResult> RunAsync(
        IReadOnlyList<Life> lives, int seed, int ballast, CancellationToken cancellationToken)
    {
        using var folder = new ScratchFolder();
        var data = Directory.CreateDirectory(Path.Combine(folder.Path, "data")).FullName;
        await using var server = new StormServer(new ServerSetup(data));
        await server.StartAsync(failPoint: null, cancellationToken);
        using (var api = new QueueApi(server.Setup))
        {
            await AddBallastAsync(api, ballast, cancellationToken);
        }

        async Task LiveAsync(Task[] clients, CancellationToken stop)
        {
            foreach (var life in lives)
            {
                await server.LiveAsync(life, clients, stop);
            }

            await server.StartAsync(failPoint: null, stop);
            await Task.WhenAny(Task.WhenAll(clients), Task.Delay(lives[0].Load, TimeProvider.System, stop));
        }

        var result = await RunAsync([server], seed, LiveAsync, cancellationToken, server.KillAsync);
        result.Facts.Queue.Count(task => task.GetProperty("name").GetString() == StormTask.Ballast).ShouldBe(ballast);
        return result with { Kills = lives.Count };
    }

    /// <summary>Carries out a storm.</summary>
    /// <param name="servers">Servers of one queue, which run. The first one must when the trouble is over.</param>
    /// <param name="seed">Where the clients' dice begin.</param>
    /// <param name="trouble">What befalls them while the clients call.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <param name="before">What is done before the clients begin to call.</param>
    /// <param name="clients">How many clients call.</param>
    public static async Task<StormResult> RunAsync(
        IReadOnlyList<StormServer> servers,
        int seed,
        Func<Task[], CancellationToken, Task> trouble,
        CancellationToken cancellationToken,
        Func<Task>? before = null,
        int clients = Clients)
    {
        using var ledgers = new ScratchFolder();
        using var api = new QueueApi(servers[0].Setup, timeout: TimeSpan.FromSeconds(60));
        (await api.PostAsync("settings", Settings, cancellationToken)).Status.ShouldBe(200);
        await (before?.Invoke() ?? Task.CompletedTask);

        await LoadAsync(MakeClients(servers, clients, ledgers.Path, seed), trouble, cancellationToken);
        var quiet = TimeProvider.System.GetUtcNow();
        await new Drain(api, ledgers.Path).RunAsync(cancellationToken);
        return new StormResult(new Asked(Ledger.Read(ledgers.Path)), await ServerFacts.ReadAsync(api, cancellationToken))
        {
            Starts = [.. servers.SelectMany(server => server.Starts)],
            TimesToReady = [.. servers.SelectMany(server => server.TimesToReady)],
            Clients = clients,
            Quiet = quiet,
            Log = servers[0].Log,
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

    private static StormClient[] MakeClients(IReadOnlyList<StormServer> servers, int count, string ledgers, int seed)
    {
        var known = new SharedUids();
        return
        [
            .. Enumerable.Range(1, count).Select(number => new StormClient(servers[number % servers.Count], ledgers, number, seed, known)),
        ];
    }

    private static async Task LoadAsync(
        StormClient[] clients, Func<Task[], CancellationToken, Task> trouble, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            Task[] running = [.. clients.Select(client => Task.Run(() => client.RunAsync(stop.Token), cancellationToken))];
            await trouble(running, cancellationToken);
            await stop.CancelAsync();
            await Task.WhenAll(running);
        }
        finally
        {
            Array.ForEach(clients, client => client.Dispose());
        }
    }
}
