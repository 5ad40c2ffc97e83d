using System.Diagnostics;
using LabQueue.EndToEnd.Tests.Consuming;
using LabQueue.EndToEnd.Tests.Running;
using LabQueue.EndToEnd.Tests.Storm;

namespace LabQueue.EndToEnd.Tests.Laboratory;

/// <summary>A storm over the laboratory: people work while it is killed again and again; then it comes to rest and is looked at.</summary>
internal static class LabStormRun
{
    private const int Screens = 3;

    // Many chunks, between which something can happen; and a task that fails has failed for good.
    private const string Settings = """{"default": 4, "max_retries": 0}""";

    private static readonly TimeSpan LastLoad = TimeSpan.FromSeconds(2);

    // Samples that nobody is at are taken up after a minute or two.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>Carries out a storm.</summary>
    /// <param name="lives">The process's lives under load; one more follows, in which it comes to rest.</param>
    /// <param name="seed">Where the dice begin.</param>
    /// <param name="registers">Whether samples are registered as well.</param>
    /// <param name="store">Where queue and laboratory are: the connection string of a PostgreSQL; null: in files.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<LabStormResult> RunAsync(
        IReadOnlyList<Life> lives, int seed, bool registers, string? store, CancellationToken cancellationToken)
    {
        using var folder = new ScratchFolder();
        var data = Directory.CreateDirectory(Path.Combine(folder.Path, "data")).FullName;
        var ledgers = Directory.CreateDirectory(Path.Combine(folder.Path, "ledgers")).FullName;
        await using var server = new StormServer(LabSetup.Of(data, store));
        await server.StartAsync(failPoint: null, cancellationToken);
        using (var queue = new QueueApi(server.Setup, "admin"))
        {
            (await queue.PostAsync("settings", Settings, cancellationToken)).Status.ShouldBe(200);
        }

        await server.KillAsync();

        var known = new SharedUids();
        using var queueOperator = new LabOperator(server, seed, known);
        await LoadAsync(server, ledgers, lives, (seed, registers, known, queueOperator), cancellationToken);
        var quiet = Stopwatch.GetTimestamp();
        await using var file = new LabFile(data, store);
        await RestAsync(server, file, cancellationToken);
        return new LabStormResult(
            Ledger.Read(ledgers), await file.FactsAsync(cancellationToken), await file.AuditAsync(cancellationToken))
        {
            Kills = lives.Count,
            TimesToReady = [.. server.TimesToReady],
            Operated = queueOperator.Done,
            Drained = Stopwatch.GetElapsedTime(quiet),
        };
    }

    private static async Task LoadAsync(
        StormServer server,
        string ledgers,
        IReadOnlyList<Life> lives,
        (int Seed, bool Registers, SharedUids Known, LabOperator Operator) cast,
        CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        LabStormClient[] clients =
        [
            .. Enumerable.Range(1, Screens).Select(number =>
                new LabStormClient(server, ledgers, number, cast.Seed, cast.Known, cast.Registers)),
        ];
        try
        {
            Task[] running =
            [
                .. clients.Select(client => Task.Run(() => client.RunAsync(stop.Token), cancellationToken)),
                Task.Run(() => cast.Operator.RunAsync(stop.Token), cancellationToken),
            ];
            foreach (var life in lives)
            {
                await server.LiveAsync(life, running, cancellationToken);
            }

            await server.StartAsync(failPoint: null, cancellationToken);
            await Task.WhenAny(Task.WhenAll(running), Task.Delay(LastLoad, TimeProvider.System, cancellationToken));
            await stop.CancelAsync();
            await Task.WhenAll(running);
            await cast.Operator.RestoreAsync();
        }
        finally
        {
            Array.ForEach(clients, client => client.Dispose());
        }
    }

    private static async Task RestAsync(StormServer server, LabFile file, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            await ConsumedWork.UntilAsync(() => file.IsAtRestAsync(patience.Token), patience.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // It does not come to rest: what is left is told by the checks.
        }

        await server.KillAsync();
    }
}
