using System.Globalization;

namespace LabQueue.EndToEnd.Tests.Consuming;

/// <summary>One run of a task, by the ledger of the consumer that had it.</summary>
/// <param name="Uid">The task.</param>
/// <param name="Fence">The number of its claim.</param>
/// <param name="Consumer">Who had it.</param>
internal sealed record LedgerRun(string Uid, long Fence, string Consumer)
{
    /// <summary>When it was claimed, by the server's clock; null where no handler was called.</summary>
    public DateTimeOffset? Started { get; init; }

    /// <summary>When its handler began.</summary>
    public DateTimeOffset? Begun { get; init; }

    /// <summary>When its handler returned; null where it did not.</summary>
    public DateTimeOffset? Returned { get; init; }

    /// <summary>The objects that the handler did, and when.</summary>
    public IReadOnlyList<(string Uid, DateTimeOffset Time)> Effects { get; init; } = [];

    /// <summary>What the queue answered to its reports.</summary>
    public IReadOnlyList<(ReportKind Kind, ReportOutcome Outcome)> Told { get; init; } = [];

    /// <summary>Reads the ledgers of a folder.</summary>
    public static IReadOnlyList<LedgerRun> Read(string folder) => [.. Directory.EnumerateFiles(folder).SelectMany(ReadFile)];

    /// <inheritdoc/>
    public override string ToString() => $"run {Fence} of {Uid} by {Consumer}, begun {Begun:HH:mm:ss.ffffff}, "
        + $"returned {Returned:HH:mm:ss.ffffff}, did {Effects.Count}, told {string.Join(", ", Told)}";

    private static IEnumerable<LedgerRun> ReadFile(string file)
    {
        var runs = new Dictionary<(string, long), LedgerRun>();

        // What stands behind the last line's end is a line that a kill cut off: its step was not taken.
        foreach (var line in File.ReadAllText(file).Split('\n')[..^1])
        {
            var words = line.Split(' ');
            var key = (words[2], long.Parse(words[3], CultureInfo.InvariantCulture));
            var run = runs.GetValueOrDefault(key) ?? new LedgerRun(key.Item1, key.Item2, Path.GetFileName(file));
            runs[key] = run.With(words[0], Time(words[1]), words[4..]);
        }

        return runs.Values;
    }

    private static DateTimeOffset Time(string microseconds) =>
        UnixTime.FromMicroseconds(long.Parse(microseconds, CultureInfo.InvariantCulture));

    private LedgerRun With(string kind, DateTimeOffset time, string[] rest) => kind switch
    {
        "begin" => this with { Begun = time, Started = Time(rest[0]) },
        "effect" => this with { Effects = [.. Effects, (rest[0], time)] },
        "end" => this with { Returned = time },
        "told" => this with { Told = [.. Told, (Enum.Parse<ReportKind>(rest[0]), Enum.Parse<ReportOutcome>(rest[1]))] },
        _ => throw new InvalidDataException($"'{kind}' is no kind of line of a consumer's ledger."),
    };
}
