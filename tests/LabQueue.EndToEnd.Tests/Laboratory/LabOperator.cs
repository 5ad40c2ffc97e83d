using LabQueue.EndToEnd.Tests.Running;
using LabQueue.EndToEnd.Tests.Storm;

namespace LabQueue.EndToEnd.Tests.Laboratory;

/// <summary>
/// The operator of the queue: removes and cancels tasks, puts ended ones back, and shuts a user out for a while, whose tasks
/// fail for good then.
/// </summary>
/// <param name="server">The laboratory.</param>
/// <param name="seed">Where the dice begin.</param>
/// <param name="known">The tasks that somebody was told of.</param>
internal sealed class LabOperator(StormServer server, int seed, SharedUids known) : IDisposable
{
    /// <summary>The user who is shut out now and then.</summary>
    public const string Shaky = "analyst2";

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Held = TimeSpan.FromMilliseconds(400);

    private readonly Random _random = new(seed);
    private readonly QueueApi _queue = new(server.Setup, "admin", TimeSpan.FromSeconds(30));
    private readonly QueueApi _users = new(server.Setup, "admin", TimeSpan.FromSeconds(30), service: string.Empty);
    private readonly List<string> _ended = [];

    /// <summary>How often something was done, by kind.</summary>
    public Dictionary<string, int> Done { get; } = new(StringComparer.Ordinal);

    /// <summary>Works until the token is cancelled; nobody is shut out then.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            await server.Ready.WaitAsync(stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!stop.IsCancellationRequested)
            {
                await ActAsync();
                await Task.Delay(Pause, TimeProvider.System, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>Lets everybody in, and the queue go on.</summary>
    public async Task RestoreAsync()
    {
        await CallAsync(_users, $"users/{Shaky}/update", new { disabled = false }, "let in");
        await CallAsync(_queue, "resume", new { });
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _queue.Dispose();
        _users.Dispose();
    }

    private Task ActAsync() => _random.Next(100) switch
    {
        < 22 => EndAsync("delete"),
        < 44 => EndAsync("cancel"),
        < 66 => PutBackAsync(),
        < 76 => PutFailedBackAsync(),
        < 88 => ShutOutAsync(),
        _ => RestoreAsync(),
    };

    private async Task EndAsync(string route)
    {
        if (known.Given.TryPop(out var uid) && await CallAsync(_queue, route, new { task_uid = uid }))
        {
            _ended.Add(uid);
        }
    }

    // One that was ended, or any, which may run or be done.
    private async Task PutBackAsync()
    {
        var uid = _ended.Count > 0 && _random.Next(3) > 0 ? _ended[_random.Next(_ended.Count)]
            : known.Added.TryDequeue(out var any) ? any
            : null;
        if (uid is not null)
        {
            await CallAsync(_queue, "requeue", new { task_uid = uid });
        }
    }

    private async Task PutFailedBackAsync()
    {
        foreach (var uid in await FailedAsync())
        {
            await CallAsync(_queue, "requeue", new { task_uid = uid }, "requeue failed");
        }
    }

    // While the queue pauses the user hands in work; its tasks start when the user is gone.
    private async Task ShutOutAsync()
    {
        await CallAsync(_queue, "pause", new { });
        await Task.Delay(Held, TimeProvider.System, CancellationToken.None);
        await CallAsync(_users, $"users/{Shaky}/update", new { disabled = true }, "shut out");
        await CallAsync(_queue, "resume", new { });
    }

    private async Task<IReadOnlyList<string>> FailedAsync()
    {
        try
        {
            var answer = await _queue.GetAsync("tasks/failed", CancellationToken.None);
            return answer.IsGood ? [.. answer["items"].EnumerateArray().Select(ServerFacts.Uid)] : [];
        }
        catch (Exception gone) when (gone is HttpRequestException or IOException or TaskCanceledException)
        {
            return [];
        }
    }

    private async Task<bool> CallAsync(QueueApi api, string route, object payload, string? kind = null)
    {
        try
        {
            var answer = await api.PostAsync(route, payload, CancellationToken.None);
            kind ??= route.Split('/')[^1];
            Done[kind] = Done.GetValueOrDefault(kind) + (answer.IsGood ? 1 : 0);
            return answer.IsGood;
        }
        catch (Exception gone) when (gone is HttpRequestException or IOException or TaskCanceledException)
        {
            return false;
        }
    }
}
