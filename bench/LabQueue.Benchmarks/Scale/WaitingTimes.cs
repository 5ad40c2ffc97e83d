namespace LabQueue.Benchmarks.Scale;

/// <summary>How long the tasks of each site waited.</summary>
/// <param name="sites">How many sites there are.</param>
internal sealed class WaitingTimes(int sites)
{
    private readonly List<(double Seconds, int Tasks)>[] _waits = [.. Enumerable.Range(0, sites).Select(_ => new List<(double, int)>())];

    /// <summary>Notes that some waited.</summary>
    public void Add(int site, double seconds, int tasks) => _waits[site].Add((seconds, tasks));

    /// <summary>For each site of some, what 99 of 100 of its tasks waited at most, in seconds; the best site first.</summary>
    public double[] OfSites(Func<int, bool> isMeant) =>
    [
        .. Enumerable.Range(0, _waits.Length).Where(site => isMeant(site) && _waits[site].Count > 0)
            .Select(site => NinetyNineOf(_waits[site]))
            .Order(),
    ];

    private static double NinetyNineOf(List<(double Seconds, int Tasks)> waits)
    {
        waits.Sort();
        var over = waits.Sum(wait => (long)wait.Tasks) / 100;
        for (var place = waits.Count - 1; place > 0; place--)
        {
            over -= waits[place].Tasks;
            if (over < 0)
            {
                return waits[place].Seconds;
            }
        }

        return waits[0].Seconds;
    }
}
