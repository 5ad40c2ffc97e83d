using System.Globalization;
using LabQueue.Client;
using LabQueue.EndToEnd.Tests.Running;
using LabQueue.EndToEnd.Tests.Storm;

namespace LabQueue.EndToEnd.Tests.Consuming;

/// <summary>Consumers work off tasks while they, and their server, are killed and stopped.</summary>
internal sealed class ConsumerStorm : IAsyncDisposable
{
    private const int Consumers = 4;
    private const int TasksEach = 4;
    private const int LongestBeyondLeaseMilliseconds = 3_000;
    private const int LeastBeyondLeaseMilliseconds = 500;

    private readonly StormPlan _plan;
    private readonly Random _random;
    private readonly ScratchFolder _folder = new();
    private readonly StormServer _server;
    private readonly QueueClient _client;
    private readonly ConsumerSetup _setup;
    private readonly ConsumerProcess[] _consumers = new ConsumerProcess[Consumers];
    private readonly List<Silence> _silences = [];
    private Task _pause = Task.CompletedTask;
    private int _paused;
    private int _lives;

    /// <summary>Makes the server and the consumers; nothing is started.</summary>
    public ConsumerStorm(StormPlan plan, int seed)
    {
        (_plan, _random) = (plan, new Random(seed));
        var data = Directory.CreateDirectory(Path.Combine(_folder.Path, "data")).FullName;
        var ledgers = Directory.CreateDirectory(Path.Combine(_folder.Path, "ledgers")).FullName;
        _server = new StormServer(new ServerSetup(data));
        _setup = new ConsumerSetup(_server.Setup.Portal, _server.Setup.Key, ledgers, plan.Pace);
        _client = ConsumedWork.Connect(_server.Setup);
    }

    /// <summary>How often each blow fell.</summary>
    public Dictionary<Blow, int> Blows { get; } = Enum.GetValues<Blow>().ToDictionary(blow => blow, _ => 0);

    /// <summary>Carries it out, until all tasks are done.</summary>
    public async Task<ConsumedResult> RunAsync(CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(_plan.Patience);
        await _server.StartAsync(failPoint: null, patience.Token);
        var wishes = ConsumedWork.Draw(_random, _plan.Tasks);
        await ConsumedWork.AddAsync(_client, wishes, patience.Token);
        for (var place = 0; place < Consumers; place++)
        {
            StartConsumer(place);
        }

        // More than three of them can have: so all four have some.
        const int all = ((Consumers - 1) * TasksEach) + 1;
        await ConsumedWork.UntilAsync(_client, stats => stats.Running >= all, patience.Token);
        await BlowAsync(ConsumedWork.DrainedAsync(_client, patience.Token), patience.Token);
        await _pause;
        var ends = await Task.WhenAll(_consumers.Select(consumer => consumer.StopAsync(patience.Token)));
        var facts = await ConsumedFacts.ReadAsync(_client, wishes.Select(wish => wish.TaskUid!), patience.Token);
        return new ConsumedResult(wishes, facts, LedgerRun.Read(_setup.Ledgers))
        {
            Silences = _silences,
            ServerStarts = [.. _server.Starts.Zip(_server.TimesToReady, (ready, time) => (ready - time, ready))],
            Trouble = [.. ends.OfType<string>()],
        };
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var consumer in _consumers.Where(consumer => consumer is not null))
        {
            await consumer.DisposeAsync();
        }

        await _server.DisposeAsync();
        _client.Dispose();
        _folder.Dispose();
    }

    private async Task BlowAsync(Task drained, CancellationToken cancellationToken)
    {
        foreach (var blow in Enumerable.Range(0, _plan.Rounds).SelectMany(_ => DrawRound()))
        {
            var calm = TimeSpan.FromMilliseconds(_random.Next(_plan.ShortestCalmMilliseconds, _plan.LongestCalmMilliseconds));
            if (await Task.WhenAny(drained, Task.Delay(calm, TimeProvider.System, cancellationToken)) == drained)
            {
                break;
            }

            Blows[blow]++;
            await (blow switch
            {
                Blow.KillConsumer => KillConsumerAsync(),
                Blow.PauseConsumer => PauseConsumerAsync(cancellationToken),
                Blow.KillServer => KillServerAsync(cancellationToken),
            });
        }

        await drained;
    }

    private Blow[] DrawRound()
    {
        var blows = _plan.Blows.ToArray();
        _random.Shuffle(blows);
        return blows;
    }

    private void StartConsumer(int place) => _consumers[place] = ConsumerProcess.Start(
        _setup, string.Create(CultureInfo.InvariantCulture, $"storm-{place}-{_lives++}"));

    private async Task KillConsumerAsync()
    {
        var place = DrawPlace();
        var consumer = _consumers[place];
        await consumer.KillAsync();
        _silences.Add(new Silence(consumer.Id, Now(), Until: null));
        await consumer.DisposeAsync();
        StartConsumer(place);
    }

    // One at a time: the others go on while it stands still.
    private async Task PauseConsumerAsync(CancellationToken cancellationToken)
    {
        await _pause;
        _paused = _random.Next(Consumers);
        await _consumers[_paused].PauseAsync();
        var beyond = _random.Next(LeastBeyondLeaseMilliseconds, LongestBeyondLeaseMilliseconds);
        _pause = ContinueAsync(
            _consumers[_paused], Now(), ConsumerSetup.Lease + TimeSpan.FromMilliseconds(beyond), cancellationToken);
    }

    private async Task ContinueAsync(
        ConsumerProcess consumer, DateTimeOffset from, TimeSpan time, CancellationToken cancellationToken)
    {
        await Task.Delay(time, TimeProvider.System, cancellationToken);
        await consumer.ContinueAsync();
        _silences.Add(new Silence(consumer.Id, from, Now()));
    }

    private async Task KillServerAsync(CancellationToken cancellationToken)
    {
        await _server.KillAsync();
        await _server.StartAsync(failPoint: null, cancellationToken);
    }

    // Not the one that stands still: it is to go on.
    private int DrawPlace()
    {
        var place = _random.Next(Consumers);
        return place == _paused && !_pause.IsCompleted ? (place + 1) % Consumers : place;
    }

    private static DateTimeOffset Now() => TimeProvider.System.GetUtcNow();
}
