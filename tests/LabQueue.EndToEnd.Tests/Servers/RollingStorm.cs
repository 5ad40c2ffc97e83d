using LabQueue.EndToEnd.Tests.Running;
using LabQueue.EndToEnd.Tests.Storm;
using LabQueue.TestKit;

namespace LabQueue.EndToEnd.Tests.Servers;

/// <summary>A storm through a balancer, behind which servers come and go: what a rolling restart or upgrade must not let anybody notice.</summary>
internal static class RollingStorm
{
    private static readonly TimeSpan Load = TimeSpan.FromMilliseconds(700);

    /// <summary>Carries it out.</summary>
    /// <param name="servers">Servers that run already, one of which also runs when it is over.</param>
    /// <param name="roll">What is done with them; the balancer, and a wait under load, are given to it.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<StormResult> RunAsync(
        IReadOnlyList<StormServer> servers, Func<Balancer, Func<Task>, Task> roll, CancellationToken cancellationToken)
    {
        await using var balancer = await Balancer.StartAsync(cancellationToken);
        foreach (var server in servers)
        {
            balancer.Add(server.Setup);
        }

        var entrance = servers[0].Setup with { Port = balancer.Port };
        await UntilReadyAsync(entrance, cancellationToken);
        return await StormRun.RunAsync(
            [StormServer.Standing(entrance)],
            (int)Seed.Value,
            (clients, stop) => roll(balancer, () => LoadAsync(clients, stop)),
            cancellationToken);
    }

    /// <summary>What nobody should have noticed: calls that failed, and broken invariants.</summary>
    public static IReadOnlyList<string> Find(StormResult result) =>
    [
        .. result.Asked.Calls.Where(call => call.Status is null).Select(call => $"no answer: {call}"),
        .. StormChecker.Find(result),
    ];

    private static async Task UntilReadyAsync(ServerSetup entrance, CancellationToken cancellationToken)
    {
        using var api = new QueueApi(entrance);
        while ((await api.GetRootAsync("readyz", cancellationToken)).Status != 200)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, cancellationToken);
        }
    }

    // A client that breaks off ends the storm: its task then holds why.
    private static async Task LoadAsync(Task[] clients, CancellationToken stop)
    {
        var broken = Task.WhenAny(clients);
        if (await Task.WhenAny(broken, Task.Delay(Load, TimeProvider.System, stop)) == broken)
        {
            await await broken;
        }
    }
}
