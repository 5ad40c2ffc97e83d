using LabQueue.Benchmarks.Reports;
using LabQueue.Benchmarks.Scale;

namespace LabQueue.Benchmarks.Suites;

/// <summary>Ten thousand sites on few or many databases: how long their tasks wait. Simulated; nothing is measured here.</summary>
internal sealed class ScaleSuite(SuiteOptions options)
{
    private const int Seed = 20_261_122;
    private const double Patience = 1;

    // Of the database: what a small one and a larger one may do. bench/Results has what was measured.
    private static readonly double[] Rates = [2_500, 5_000, 10_000];
    private static readonly int[] Databases = [2, 4, 8, 16];

    /// <summary>Runs it.</summary>
    public Report Run()
    {
        var report = new Report();
        var load = SiteLoad.Draw(options.Count(10_000), Seed);
        report.Say("# Many sites on several databases, simulated");
        report.Say(Describe(load));
        foreach (var rate in Rates)
        {
            var table = new MarkdownTable(
                "placement", "databases", "busiest database, %", "median site", "99 of 100 sites", "worst site", "sites above 1 s", "worst importing site");
            foreach (var placement in Placements(load))
            {
                AddRow(table, load, placement, rate);
            }

            report.Say($"## A database does {Figure.Number(rate)} tasks a second\n\n{table}");
        }

        return report;
    }

    private static IEnumerable<Placement> Placements(SiteLoad load) =>
        Databases.SelectMany(count => new[]
        {
            Placement.ByHash(load, count), Placement.ByLoad(load, count), Placement.NoisyApart(load, count),
        }).Prepend(Placement.OnOne(load));

    private static void AddRow(MarkdownTable table, SiteLoad load, Placement placement, double rate)
    {
        var waits = new WaitingTimes(load.Sites);
        var bursts = load.Bursts.ToLookup(burst => placement.Of[burst.Site]);
        var busiest = Enumerable.Range(0, placement.Databases)
            .Max(database => new DatabaseModel(rate).Run(bursts[database], waits));
        var quiet = waits.OfSites(site => !SiteLoad.IsNoisy(site));
        table.Add(
            placement.Name, Figure.Number(placement.Databases), Figure.Number(busiest * 100),
            Seconds(quiet[quiet.Length / 2]), Seconds(quiet[quiet.Length * 99 / 100]), Seconds(quiet[^1]),
            Figure.Number(quiet.Count(wait => wait > Patience)), Seconds(waits.OfSites(SiteLoad.IsNoisy)[^1]));
    }

    private static string Seconds(double seconds) => $"{Figure.Number(seconds, seconds < 10 ? 2 : 0)} s";

    private static string Describe(SiteLoad load) => $"""
        Nothing here was measured: time is simulated, and the same seed ({Seed}) gives the same figures on any machine.

        - Load: the busiest hour of {Figure.Number(load.Sites)} sites, {Figure.Number(load.Tasks.Sum())} tasks. A site adds 1,000 tasks a day in the median, a few add
          fifty times that; bursts of 1 to 300, three of ten of them in the minute after a quarter of an hour. One site in {SiteLoad.OneNoisyIn}
          imports 20,000 tasks at once, twice in the hour.
        - A database: groups of up to {DatabaseModel.LargestGroup} tasks of one site, {DatabaseModel.Lanes} sites at a time, in turns; {DatabaseModel.GroupSeconds * 1_000:0} ms for a group and
          the rest of the rate for its tasks. The rate is what it does with full groups; with small ones it does less.
        - Waiting: from the click until the database has the task through add, claim and report. Work at the consumers comes on top.
        - Columns: what 99 of 100 tasks of a site waited at most; of the median site, of the site that 99 of 100 sites are better than, and of the worst one,
          all without those that import. A database that is busy for more than 100 % needs longer than the hour.
        """;
}
