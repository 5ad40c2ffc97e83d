namespace LabQueue.Benchmarks.Scale;

/// <summary>What the sites of many laboratories add in the busiest hour of their day. The same seed draws the same hour.</summary>
internal sealed class SiteLoad
{
    /// <summary>Length of what is drawn, in seconds.</summary>
    public const double Seconds = 3_600;

    /// <summary>One site of that many imports from instruments, all at once, beside its people's clicks.</summary>
    public const int OneNoisyIn = 200;

    private const double MedianPerDay = 1_000;
    private const double Spread = 1.2;
    private const double PartOfDay = 1.0 / 6;
    private const double MeanBurst = 20;
    private const int LargestBurst = 300;
    private const double PartAtQuarters = 0.3;
    private const int Import = 20_000;
    private const int ImportsAnHour = 2;

    private readonly Random _random;
    private readonly List<Burst> _bursts = [];

    private SiteLoad(int sites, int seed)
    {
        _random = new Random(seed);
        Tasks = new long[sites];
        for (var site = 0; site < sites; site++)
        {
            AddClicks(site);
            if (IsNoisy(site))
            {
                AddImports(site);
            }
        }

        _bursts.Sort((one, other) => one.At.CompareTo(other.At));
    }

    /// <summary>The bursts of all sites, the earliest first.</summary>
    public IReadOnlyList<Burst> Bursts => _bursts;

    /// <summary>How many tasks each site adds.</summary>
    public long[] Tasks { get; }

    /// <summary>How many sites there are.</summary>
    public int Sites => Tasks.Length;

    /// <summary>Draws it.</summary>
    public static SiteLoad Draw(int sites, int seed) => new(sites, seed);

    /// <summary>Whether a site imports.</summary>
    public static bool IsNoisy(int site) => site % OneNoisyIn == 0;

    // A few laboratories are large and most are small: how much a day brings is spread like a log-normal.
    private void AddClicks(int site)
    {
        var left = MedianPerDay * Math.Exp(Spread * Normal()) * PartOfDay;
        while (_random.NextDouble() * MeanBurst < left)
        {
            var tasks = Math.Min(1 + (int)(-Math.Log(1 - _random.NextDouble()) * MeanBurst), LargestBurst);
            Add(new Burst(TimeOfClick(), site, tasks));
            left -= tasks;
        }
    }

    // Shifts begin, instruments end and timers go off at the quarters of an hour, within a minute or so.
    private double TimeOfClick() => _random.NextDouble() < PartAtQuarters
        ? (_random.Next(4) * Seconds / 4) + (_random.NextDouble() * 60)
        : _random.NextDouble() * Seconds;

    private void AddImports(int site)
    {
        for (var number = 0; number < ImportsAnHour; number++)
        {
            Add(new Burst((number * Seconds / ImportsAnHour) + (_random.NextDouble() * 300), site, Import));
        }
    }

    private void Add(Burst burst)
    {
        _bursts.Add(burst);
        Tasks[burst.Site] += burst.Tasks;
    }

    private double Normal() =>
        Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble());
}
