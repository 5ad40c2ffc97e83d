using System.Globalization;
using System.Reflection;

namespace LabQueue.Consumer;

/// <summary>How a consumer works.</summary>
public sealed class ConsumerOptions
{
    /// <summary>The most tasks that a consumer may work on at once.</summary>
    public const int MostTasks = 1_000;

    /// <summary>
    /// Its name in the queue, at least 4 characters, another one for each consumer. Default: machine, process and six random
    /// letters.
    /// </summary>
    public string ConsumerId { get; set; } = NewId(Environment.MachineName.ToLowerInvariant());

    /// <summary>How many tasks it works on at once, 1 to 1000; default 4.</summary>
    public int Concurrency { get; set; } = 4;

    /// <summary>Takes tasks of these names only; empty, the default: all, and those without a handler fail.</summary>
    public IList<string> Names { get; } = [];

    /// <summary>
    /// How long the queue waits for a sign of life before it gives the tasks to another consumer, 5 to 300 s; default 15 s.
    /// A sign is given every third of it.
    /// </summary>
    public TimeSpan Lease { get; set; } = QueueLimits.DefaultLease;

    /// <summary>How long an idle consumer waits for an answer before it asks again, 1 to 30 s; default 30 s.</summary>
    public TimeSpan Wait { get; set; } = QueueLimits.PopWait;

    /// <summary>
    /// How long running handlers may go on once the consumer is asked to stop; then they are cancelled and their tasks given
    /// back. Default 20 s; the host's own limit (<c>HostOptions.ShutdownTimeout</c>, 30 s) should be 10 s above it.
    /// </summary>
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>How long a cancelled handler may take to return before it is left to itself; default 5 s.</summary>
    public TimeSpan CancelPatience { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Program and version, for the monitor.</summary>
    public string Version { get; set; } = OwnVersion();

    /// <summary>A consumer's name that nobody else has.</summary>
    /// <param name="place">Where it runs, such as <c>host:port</c>.</param>
    public static string NewId(string place) =>
        string.Create(CultureInfo.InvariantCulture, $"{place}-{Environment.ProcessId}-{Guid.NewGuid().ToString("N")[..6]}");

    /// <summary>Says in a sentence what is wrong with the options; null: nothing.</summary>
    public string? Complaint()
    {
        if (ConsumerId is not { Length: >= QueueLimits.ConsumerIdLength and <= QueueLimits.TextLength })
        {
            return $"ConsumerId is '{ConsumerId}'; it takes {QueueLimits.ConsumerIdLength} characters or more.";
        }

        if (Concurrency is < 1 or > MostTasks)
        {
            return $"Concurrency is {Concurrency}; it takes 1 to {MostTasks}.";
        }

        return Outside(nameof(Lease), Lease, QueueLimits.ShortestLease, QueueLimits.LongestLease)
            ?? Outside(nameof(Wait), Wait, TimeSpan.FromSeconds(1), QueueLimits.PopWait)
            ?? Outside(nameof(DrainTimeout), DrainTimeout, TimeSpan.Zero, TimeSpan.FromDays(1))
            ?? Outside(nameof(CancelPatience), CancelPatience, TimeSpan.Zero, TimeSpan.FromMinutes(5));
    }

    private static string? Outside(string name, TimeSpan value, TimeSpan least, TimeSpan most) =>
        value >= least && value <= most
            ? null
            : string.Create(
                CultureInfo.InvariantCulture,
                $"{name} is {value.TotalSeconds} s; it takes {least.TotalSeconds} to {most.TotalSeconds} s.");

    private static string OwnVersion()
    {
        var version = typeof(ConsumerOptions).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>();
        return $"LabQueue.Consumer {version?.InformationalVersion.Split('+')[0]}";
    }
}
