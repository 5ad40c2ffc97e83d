using System.Globalization;
using System.Net;
using LabQueue.Client;
using LabQueue.EndToEnd.Tests.Consuming;
using LabQueue.EndToEnd.Tests.Running;
using LabQueue.TestKit.Network;

namespace LabQueue.EndToEnd.Tests.Partition;

/// <summary>Consumers work off tasks over a line that breaks again and again, each time for a while.</summary>
internal sealed class PartitionRun : IAsyncDisposable
{
    private const int Consumers = 2;
    private const int TasksPerWait = 8;
    private const int NewestEnds = 200;

    // Far beyond what a consumer needs to notice that a connection is dead, and to try again.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(25);

    private readonly PartitionPlan _plan;
    private readonly Random _random;
    private readonly ScratchFolder _folder = new();
    private readonly ServerSetup _server;
    private readonly OwnNetwork? _network;
    private readonly TcpProxy _proxy;
    private readonly QueueClient _client;
    private readonly ConsumerSetup _setup;
    private readonly List<ConsumerProcess> _consumers = [];
    private readonly List<NewTask> _wishes = [];
    private readonly List<string> _problems = [];

    /// <summary>Makes the line; nothing is started.</summary>
    public PartitionRun(PartitionPlan plan, int seed)
    {
        (_plan, _random) = (plan, new Random(seed));
        var data = Directory.CreateDirectory(Path.Combine(_folder.Path, "data")).FullName;
        var ledgers = Directory.CreateDirectory(Path.Combine(_folder.Path, "ledgers")).FullName;
        _server = new ServerSetup(data);
        (_network, NoNetwork) = OwnNetwork.Make();
        _proxy = TcpProxy.Start(_network?.Ours ?? IPAddress.Loopback, new IPEndPoint(IPAddress.Loopback, _server.Port));
        _client = ConsumedWork.Connect(_server);
        _setup = new ConsumerSetup($"http://{_proxy.Address}/{ServerSetup.Site}", _server.Key, ledgers, Pace)
        {
            Wait = plan.Wait,
            Timeout = plan.Timeout,
            Before = _network?.Enter ?? [],
        };
    }

    /// <summary>Why the consumers are not in a network of their own; null: they are.</summary>
    public string? NoNetwork { get; }

    /// <summary>How often the line broke in which way, and for how long each time.</summary>
    public List<(string Trouble, TimeSpan Down)> Rounds { get; } = [];

    /// <summary>How long it took after each round until every consumer had done a task.</summary>
    public List<TimeSpan> TimesToReturn { get; } = [];

    /// <summary>How many connections the proxy harmed.</summary>
    public int Harmed => _proxy.Harmed;

    /// <summary>Carries it out.</summary>
    public async Task<ConsumedResult> RunAsync(CancellationToken cancellationToken)
    {
        await using var server = await ServerProcess.StartAsync(_server, cancellationToken);
        for (var number = 0; number < Consumers; number++)
        {
            _consumers.Add(ConsumerProcess.Start(_setup, string.Create(CultureInfo.InvariantCulture, $"parted-{number}")));
        }

        foreach (var (trouble, down) in DrawRounds())
        {
            await SufferAsync(trouble, down, cancellationToken);
        }

        var ends = await Task.WhenAll(_consumers.Select(consumer => consumer.StopAsync(cancellationToken)));
        var facts = await ConsumedFacts.ReadAsync(_client, _wishes.Select(wish => wish.TaskUid!), cancellationToken);
        return new ConsumedResult(_wishes, facts, LedgerRun.Read(_setup.Ledgers))
        {
            Trouble = [.. _problems, .. ends.OfType<string>()],
        };
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var consumer in _consumers)
        {
            await consumer.DisposeAsync();
        }

        _client.Dispose();
        await _proxy.DisposeAsync();
        _network?.Dispose();
        _folder.Dispose();
    }

    private (Trouble Trouble, TimeSpan Down)[] DrawRounds()
    {
        Trouble Line(string name, LineFault fault) => new(name, () => _proxy.Break(fault), _proxy.Mend);
        List<Trouble> kinds =
        [
            Line("connections are reset, and new ones refused", LineFault.Reset),
            Line("silence, and half-open connections after it", LineFault.Silence),
            Line("requests arrive, answers are lost", LineFault.LostAnswers),
            Line("requests arrive, answers break off in the middle", LineFault.CutAnswers),
        ];
        if (_network is not null)
        {
            kinds.Add(new Trouble("the cable is pulled", _network.Pull, _network.Plug));
        }

        var rounds = Enumerable.Range(0, _plan.RoundsOfEach)
            .SelectMany(round => kinds.Select(kind => (kind, DrawTime(round))))
            .ToArray();
        _random.Shuffle(rounds);
        return rounds;
    }

    // Each round of a kind takes longer than the one before: from about the shortest time to about the longest.
    private TimeSpan DrawTime(int round) =>
        _plan.Shortest * Math.Pow(_plan.Longest / _plan.Shortest, (round + _random.NextDouble()) / _plan.RoundsOfEach);

    private async Task SufferAsync(Trouble trouble, TimeSpan down, CancellationToken cancellationToken)
    {
        await AddAsync(_plan.TasksPerRound, cancellationToken);
        await ConsumedWork.UntilAsync(_client, stats => stats.Done > _wishes.Count - _plan.TasksPerRound, cancellationToken);

        Rounds.Add((trouble.Name, down));
        trouble.Begin();
        await Task.Delay(down, TimeProvider.System, cancellationToken);
        trouble.End();

        var mended = TimeProvider.System.GetUtcNow();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            await ConsumedWork.UntilAsync(() => AreBackAsync(mended, patience.Token), patience.Token);
            TimesToReturn.Add(TimeProvider.System.GetUtcNow() - mended);
            await ConsumedWork.DrainedAsync(_client, patience.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            _problems.Add($"{Patience} after the line was mended not every consumer was back, or not all was done: {trouble.Name}");
        }
    }

    // There is something to do for whoever comes back.
    private async Task<bool> AreBackAsync(DateTimeOffset since, CancellationToken cancellationToken)
    {
        if (await _client.StatsAsync(cancellationToken) is { Queued: 0 })
        {
            await AddAsync(TasksPerWait, cancellationToken);
        }

        var newest = await _client.HistoryAsync(new HistoryQuery { NewestFirst = true, Limit = NewestEnds }, cancellationToken);
        return _consumers.TrueForAll(consumer => newest.Entries.Any(end => end.EndedBy == consumer.Id && end.Ended > since));
    }

    private async Task AddAsync(int count, CancellationToken cancellationToken)
    {
        var wishes = ConsumedWork.Draw(_random, count, first: _wishes.Count);
        _wishes.AddRange(wishes);
        await ConsumedWork.AddAsync(_client, wishes, cancellationToken);
    }
}
