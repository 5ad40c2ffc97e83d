using LabQueue.Benchmarks.Laboratory;
using LabQueue.Benchmarks.Reports;
using LabQueue.Benchmarks.Running;

namespace LabQueue.Benchmarks.Suites;

/// <summary>A thousand analyses in one go, with and without the queue, and the people who work beside it.</summary>
internal sealed class LaboratorySuite(SuiteOptions options)
{
    private const int Chunk = 10;
    private const int Rounds = 3;
    private const double MostTimesIdle = 2;

    // The original's clock ticks each five seconds, for ten analyses.
    private const double OriginalPerSecond = 2;

    private readonly MarkdownTable _clicks = new(
        "work", "click answered, ms", "all done, s", "analyses/s", "of the original's rate");

    private readonly MarkdownTable _people = new(
        "meanwhile", "requests", "p50, ms", "p99, ms", "p99 to idle", "conflicts seen", "other refusals");

    /// <summary>Runs it.</summary>
    public Report Run()
    {
        var report = new Report();
        using var folder = new RunFolder(options.Data);
        report.Say("# The laboratory");
        report.Say(Machine.Describe(folder.Path));
        var count = options.Count(1_000);
        report.Say(
            $"{count} analyses of {count / 5} samples on one worksheet, in chunks of {Chunk}; 20 people beside it, who save a result, a "
            + "worksheet or a sample of the same client each 200 ms, each on records of their own. Without the queue the click does all of it. "
            + $"A smaller round before warms up; then {Rounds} rounds, each with a worksheet and samples of its own: of clicks the medians, of "
            + "people all requests.");
        RunAsync(report, folder.Next("laboratory"), count).GetAwaiter().GetResult();
        report.SayAims();
        return report;
    }

    private async Task RunAsync(Report report, string folder, int count)
    {
        using var laboratory = await ThousandAnalyses.OpenAsync(folder);
        await laboratory.IdleAsync(TimeSpan.FromSeconds(options.IsQuick ? 2 : 10));
        var idle = await laboratory.IdleAsync(TimeSpan.FromSeconds(options.IsQuick ? 2 : 15));
        var idleP99 = Add("nothing", idle, null);
        await laboratory.SetChunkAsync(Chunk);
        await laboratory.WorkAsync(count / 5);
        var queued = await WorkAsync(laboratory, count);
        var conflicts = queued.Sum(click => click.Others.Count(call => call.IsConflict));
        foreach (var click in queued)
        {
            AddClick($"{click.Action}, queued", click);
            Add($"{click.Action}, queued", click.Others, idleP99);
        }

        var draining = Add("all three, queued", [.. queued.SelectMany(click => click.Others)], idleP99) / idleP99;

        await laboratory.SetChunkAsync(0);
        foreach (var click in await WorkAsync(laboratory, count))
        {
            AddClick($"{click.Action}, without the queue", click);
            Add($"{click.Action}, without the queue", click.Others, idleP99);
        }

        report.Say(_clicks.ToString());
        report.Say(_people.ToString());
        report.Judge("conflicts that a person saw while the queue worked: none", Figure.Number(conflicts), conflicts == 0);
        report.Judge(
            $"p99 of people's requests while the queue works at most {MostTimesIdle} times that of idle",
            $"{Figure.Number(draining, 1)} times",
            draining <= MostTimesIdle);
    }

    // Beside one click a person saves five times: the slowest in a hundred of so few would be one request.
    private static async Task<IReadOnlyList<Click>> WorkAsync(ThousandAnalyses laboratory, int count)
    {
        var clicks = new List<Click>();
        for (var round = 0; round < Rounds; round++)
        {
            clicks.AddRange(await laboratory.WorkAsync(count));
        }

        return [.. clicks.GroupBy(click => click.Action, StringComparer.Ordinal).Select(Click.Together)];
    }

    private void AddClick(string work, Click click) => _clicks.Add(
        work,
        Figure.Milliseconds(click.Answered),
        Figure.Number(click.Done.TotalSeconds, 2),
        Figure.Rate(click.PerSecond),
        Figure.Number(click.PerSecond / OriginalPerSecond) + " times");

    private double Add(string meanwhile, IReadOnlyList<LabClientCall> calls, double? idle)
    {
        double[] times = [.. calls.Select(call => call.Took.TotalMilliseconds).Order()];
        var p99 = At(times, 0.99);
        _people.Add(
            meanwhile,
            Figure.Number(times.Length),
            Figure.Number(At(times, 0.5), 1),
            Figure.Number(p99, 1),
            idle is null ? "1" : Figure.Number(p99 / idle.Value, 1),
            Figure.Number(calls.Count(call => call.IsConflict)),
            Figure.Number(calls.Count(call => call.Status >= 400 && !call.IsConflict)));
        return p99;
    }

    private static double At(double[] sorted, double part) => sorted.Length == 0 ? 0 : sorted[(int)((sorted.Length - 1) * part)];
}
