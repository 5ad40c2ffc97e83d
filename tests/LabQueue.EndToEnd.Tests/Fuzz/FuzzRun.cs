using System.Collections.Concurrent;
using LabQueue.EndToEnd.Tests.Running;

namespace LabQueue.EndToEnd.Tests.Fuzz;

/// <summary>Sends drawn requests over several connections, and gathers what goes wrong.</summary>
/// <param name="server">The server.</param>
/// <param name="seed">Where the dice begin.</param>
internal sealed class FuzzRun(ServerProcess server, int seed)
{
    private const int MostProblems = 20;
    private const int TidyEvery = 1_000;

    private readonly FuzzDraw _draw = new(server.Setup, seed, TimeProvider.System);
    private readonly ConcurrentQueue<string> _problems = new();
    private readonly ConcurrentDictionary<int, int> _statuses = new();
    private int _last;

    /// <summary>What went wrong, with the request that did it.</summary>
    public IReadOnlyCollection<string> Problems => _problems;

    /// <summary>How often each status was answered; 0 stands for a closed connection.</summary>
    public IReadOnlyDictionary<int, int> Statuses => _statuses;

    /// <summary>Sends requests.</summary>
    /// <param name="first">Number of the first one.</param>
    /// <param name="count">How many.</param>
    /// <param name="connections">Over how many connections.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task SendAsync(int first, int count, int connections, CancellationToken cancellationToken)
    {
        _last = first - 1;
        await Task.WhenAll(Enumerable.Range(0, connections)
            .Select(_ => Task.Run(() => SendAsync(first + count, cancellationToken), cancellationToken)));
    }

    /// <summary>Undoes what the requests did to the site, so that it can work again.</summary>
    public static async Task TidyAsync(QueueApi api, CancellationToken cancellationToken)
    {
        const string usual = """
            {"server": "", "default": 10, "max_retries": 3, "min_seconds_task": 3, "max_seconds_unlock": 120, "max_concurrent_tasks": 0,
             "max_orphaned": 5, "exact_pairs": false, "compare_consumer": false, "failed_days": 0, "top_priority_tasks": []}
            """;
        (await api.PostAsync("settings", usual, cancellationToken)).Status.ShouldBe(200);
        (await api.PostAsync("resume", "{}", cancellationToken)).Status.ShouldBe(200);
        var tasks = await api.PostAsync("tasks", """{"status": ["queued", "running", "failed", "ghost"]}""", cancellationToken);
        foreach (var task in tasks["items"].EnumerateArray())
        {
            await api.PostAsync("delete", new { task_uid = task.GetProperty("task_uid").GetString() }, cancellationToken);
        }
    }

    private async Task SendAsync(int end, CancellationToken cancellationToken)
    {
        using var connection = new RawConnection(server.Setup.Port);
        using var api = new QueueApi(server.Setup, timeout: TimeSpan.FromSeconds(60));
        for (var number = Interlocked.Increment(ref _last); number < end && _problems.Count < MostProblems;
            number = Interlocked.Increment(ref _last))
        {
            await SendOneAsync(connection, number, cancellationToken);
            if (number % TidyEvery == 0)
            {
                await TidyAsync(api, cancellationToken);
            }
        }
    }

    private async Task SendOneAsync(RawConnection connection, int number, CancellationToken cancellationToken)
    {
        var request = _draw.Draw(number);
        string? problem;
        RawAnswer? answer = null;
        try
        {
            answer = await connection.SendAsync(request.Bytes(), request.Method == "HEAD", cancellationToken);
            _statuses.AddOrUpdate(answer.Status, 1, (_, times) => times + 1);
            problem = FuzzJudge.Find(request, answer);
        }
        catch (Exception failure) when (failure is TimeoutException or FormatException or System.Net.Sockets.SocketException)
        {
            problem = failure.Message;
        }

        // After what is no HTTP nobody knows where the next request begins.
        if (request.IsBroken || problem is not null)
        {
            connection.Dispose();
        }

        if (problem is not null)
        {
            _problems.Enqueue($"seed {seed}, request {number}: {problem}\n{request}\nanswer: {answer}\n");
        }
    }
}
