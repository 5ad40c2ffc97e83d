using System.Globalization;
using System.Net.Sockets;
using LabQueue.Benchmarks.Load;
using LabQueue.Benchmarks.Reports;
using LabQueue.Benchmarks.Running;

namespace LabQueue.Benchmarks.Suites;

/// <summary>The command line.</summary>
internal static class SuiteCommand
{
    private const string Usage = """
        bench/run.sh [queue] [standin] [memory] [bad-cases] [store] [consumers] [postgres]
                     [laboratory] [lab-pages] [scale] [--quick] [--data DIR] [--write]

          queue      LabQueue over HTTP, from an empty queue to a million waiting tasks, and beside the original
          standin    LabQueue beside a server that only stores tasks
          memory     what the server holds with 20,000 waiting tasks
          bad-cases  claims and starts with a million tasks that stand in the way
          store      the embedded store alone, in one process
          consumers  tasks that do nothing: how soon they begin, how many are worked off, beside other queues
          postgres   on PostgreSQL: adds, tasks worked off, servers, beside other queues and the database alone
          laboratory a thousand analyses in one go, and the people who work beside it
          lab-pages  the pages of a laboratory with 100,000 analyses and a queue with a million tasks
          scale      10,000 sites on several databases, simulated
          (none)     all of them

          --quick    a tenth of the work, to see that everything runs
          --data     folder for the data, on a disk; default artifacts/bench
          --write    store each report as bench/Results/NAME.md
        """;

    private static readonly string DefaultData = RepositoryRoot.Combine("artifacts", "bench");

    private static readonly Dictionary<string, Func<SuiteOptions, Report>> Suites = new(StringComparer.Ordinal)
    {
        ["queue"] = options => new QueueSuite(options).Run(),
        ["standin"] = options => new StandInSuite(options).Run(),
        ["memory"] = options => new MemorySuite(options).Run(),
        ["bad-cases"] = options => new BadCasesSuite(options).Run(),
        ["store"] = options => new StoreSuite(options).Run(),
        ["consumers"] = options => new ConsumersSuite(options).Run(),
        ["postgres"] = options => new PostgresSuite(options).Run(),
        ["laboratory"] = options => new LaboratorySuite(options).Run(),
        ["lab-pages"] = options => new LabPagesSuite(options).Run(),
        ["scale"] = options => new ScaleSuite(options).Run(),
    };

    /// <summary>Runs what was asked for.</summary>
    /// <returns>The exit code.</returns>
    public static int Run(string[] arguments)
    {
        if (arguments is ["profile" or "profile-standin", var operation, var connections, var seconds, .. var command])
        {
            return ProfileSuite.Run(
                new SuiteOptions(DefaultData, IsQuick: false, Write: false),
                Enum.Parse<Operation>(operation),
                int.Parse(connections, CultureInfo.InvariantCulture),
                int.Parse(seconds, CultureInfo.InvariantCulture),
                command.Length > 0 ? command[0] : null,
                isStandIn: arguments[0] == "profile-standin");
        }

        var names = new List<string>();
        var options = new SuiteOptions(DefaultData, IsQuick: false, Write: false);
        for (var i = 0; i < arguments.Length; i++)
        {
            switch (arguments[i])
            {
                case "--quick":
                    options = options with { IsQuick = true };
                    break;
                case "--write":
                    options = options with { Write = true };
                    break;
                case "--data" when i + 1 < arguments.Length:
                    options = options with { Data = Path.GetFullPath(arguments[++i]) };
                    break;
                case var name when Suites.ContainsKey(name):
                    names.Add(name);
                    break;
                default:
                    Console.Error.WriteLine(Usage);
                    return arguments[i] is "-h" or "--help" ? 0 : 2;
            }
        }

        try
        {
            Run(names.Count > 0 ? names : [.. Suites.Keys], options);
            return 0;
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or InvalidOperationException or SocketException)
        {
            // Caught, so that the servers under way are stopped and their folders removed.
            Console.Error.WriteLine(exception);
            return 1;
        }
    }

    private static void Run(IEnumerable<string> names, SuiteOptions options)
    {
        foreach (var name in names)
        {
            var report = Suites[name](options);
            if (options.Write)
            {
                report.Write(name);
            }
        }
    }
}
