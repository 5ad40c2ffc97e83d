using LabQueue.Benchmarks.Load;
using LabQueue.Benchmarks.Reports;
using LabQueue.Benchmarks.Running;
using LabQueue.Benchmarks.Store;
using LabQueue.Benchmarks.Suites;

namespace LabQueue.Benchmarks.BadCases;

/// <summary>Fills a queue with a case, and claims from it: in process, then over HTTP by a server started on it.</summary>
/// <param name="options">How many tasks.</param>
/// <param name="badCase">The case.</param>
internal sealed class BadCaseRun(SuiteOptions options, BadCase badCase)
{
    private const int Uids = 2;

    private readonly string _key = FernetToken.NewKey();
    private readonly int _claims = options.Count(5_000);

    /// <summary>Runs it.</summary>
    /// <param name="folder">An empty folder.</param>
    /// <param name="table">Gets a row.</param>
    public async Task RunAsync(string folder, MarkdownTable table)
    {
        var (alone, together) = await ClaimInProcessAsync(folder);
        using var server = ServerProcess.StartLabQueue(folder, _key);
        var one = Claim(server, 1);
        var eight = Claim(server, 8);
        table.Add(
            badCase.Title,
            Figure.Rate(alone.PerSecond), Figure.Rate(together.PerSecond), Figure.Rate(one.PerSecond), Figure.Rate(eight.PerSecond),
            $"{Figure.Milliseconds(eight.P50)} / {Figure.Milliseconds(eight.P99)}",
            Figure.Number(server.TimeToReady.TotalSeconds, 1),
            Figure.Number(server.Mebibytes("VmRSS")));
    }

    private async Task<(StoreResult Alone, StoreResult Together)> ClaimInProcessAsync(string folder)
    {
        await using var store = await StoreFolder.OpenAsync(folder, _key);
        var load = new StoreLoad(store.Queue(Target.Site), Uids, Math.Max(1_000, options.MostTasks / 10));
        await load.FillAsync(options.MostTasks, badCase.Obstacle);
        if (badCase.HasFailed)
        {
            await load.DrainAsync(options.MostTasks, ReportKind.Fail);
        }

        if (badCase.Wanted is { } wanted)
        {
            await load.FillAsync(8 * _claims, wanted);
        }

        var alone = await ClaimAsync(load, 1);
        return (alone, await ClaimAsync(load, 16));
    }

    private async Task<StoreResult> ClaimAsync(StoreLoad load, int callers)
    {
        var held = new IReadOnlyList<QueueTask>[callers + 1];
        Array.Fill(held, []);
        var result = await StoreLoad.RunAsync(callers, _claims, async number =>
        {
            held[number] = await load.ReportTakeAsync(number, held[number], name: badCase.ClaimedName);
            return held[number].Count > 0;
        });
        foreach (var tasks in held)
        {
            await load.ReportAsync(tasks);
        }

        return result;
    }

    private LoadResult Claim(ServerProcess server, int connections) => LoadRun.Run(
        server.Target, connections, _claims, number => new ReportTakeCaller(server.Target, number, badCase.ClaimedName));
}
