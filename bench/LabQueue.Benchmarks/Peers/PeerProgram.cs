using System.Diagnostics;
using System.Globalization;
using LabQueue.Benchmarks.Running;

namespace LabQueue.Benchmarks.Peers;

/// <summary>How a queue is run for the benchmark: its programs say what happens, line by line (<c>bench/peers/peer.mjs</c>).</summary>
/// <param name="Title">The queue and its setting.</param>
/// <param name="Start">Starts one of its programs: command and number of tasks.</param>
internal sealed record PeerProgram(string Title, Func<string, int, Process> Start)
{
    private const int WarmUps = 100;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>A peer on Node.</summary>
    /// <param name="system">Its module.</param>
    /// <param name="setting">A setting that its module knows.</param>
    /// <param name="title">How it is called in reports.</param>
    /// <param name="address">Its database.</param>
    public static PeerProgram OnNode(string system, string setting, string title, string address) => new(
        title,
        (command, count) => Launch(
            "node", RepositoryRoot.Combine("bench", "peers", "peer.mjs"), system, command, Text(count), address, setting));

    /// <summary>A command of this same program.</summary>
    /// <param name="title">How it is called in reports.</param>
    /// <param name="system">Quartz.NET or LabQueue.</param>
    /// <param name="arguments">What it is told besides.</param>
    public static PeerProgram OfOurOwn(string title, string system, params string[] arguments) => new(
        title,
        (command, count) => Launch([Environment.ProcessPath!, "peer", system, command, Text(count), .. arguments]));

    /// <summary>Fills the queue, then works it off by one process.</summary>
    /// <returns>Tasks per second, from the word to begin to an empty queue.</returns>
    public double Drain(int count)
    {
        using (var fill = Start("fill", count))
        {
            Expect(fill, "filled");
            End(fill);
        }

        using var drain = Start("drain", count);
        Expect(drain, "ready");
        drain.StandardInput.WriteLine();
        var words = Expect(drain, "done");
        End(drain);
        if (words is not [_, _, var handled, "0"] || handled != Text(count))
        {
            throw new InvalidDataException($"{Title} worked {count} tasks off and said: {string.Join(' ', words)}.");
        }

        return count / (long.Parse(words[1], CultureInfo.InvariantCulture) / 1e9);
    }

    /// <summary>Fills the queue, then works it off by some processes at once.</summary>
    /// <returns>Tasks per second, from the word to begin until the last process has told the queue what it did.</returns>
    public double WorkOff(int count, int processes)
    {
        using (var fill = Start("fill", count))
        {
            Expect(fill, "filled");
            End(fill);
        }

        Process[] workers = [.. Enumerable.Range(0, processes).Select(_ => Start("work", 0))];
        try
        {
            Array.ForEach(workers, worker => Expect(worker, "ready"));
            var begun = workers.Select(worker => Order(worker, "begun")).ToArray().Min(words => Time(words[1]));
            AwaitAll(workers, count);
            string[][] ends = [.. workers.Select(worker => Last(worker))];
            Array.ForEach(workers, End);
            return ends[^1][2] == "0"
                ? count / ((ends.Max(words => Time(words[1])) - begun) / 1e9)
                : throw new InvalidDataException($"{Title} worked {count} tasks off, and {ends[^1][2]} are left.");
        }
        finally
        {
            Array.ForEach(workers, worker => worker.Dispose());
        }
    }

    /// <summary>Adds tasks to an empty queue by several callers of one process.</summary>
    /// <param name="count">How many tasks.</param>
    /// <param name="callers">How many calls are under way at once.</param>
    /// <param name="areLists">Whether a call adds a hundred.</param>
    /// <returns>Tasks per second.</returns>
    public double Add(int count, int callers, bool areLists)
    {
        using var adder = Start(string.Create(CultureInfo.InvariantCulture, $"{(areLists ? "lists" : "adds")}:{callers}"), count);
        Expect(adder, "ready");
        var words = Order(adder, "done");
        End(adder);
        return count / (Time(words[1]) / 1e9);
    }

    /// <summary>Adds tasks one at a time to an idle queue. The first hundred do not count: all programs have just been started.</summary>
    /// <returns>Milliseconds from the call that adds a task to the start of its handler, sorted.</returns>
    public double[] PickUp(int count)
    {
        using var worker = Start("serve", 0);
        try
        {
            Expect(worker, "ready");
            using var adder = Start("add", WarmUps + count);
            Expect(adder, "ready");
            var added = Times(adder, "add", WarmUps + count);
            var started = Times(worker, "start", WarmUps + count);
            End(adder);
            return [.. added.Where(add => add.Key > WarmUps).Select(add => (started[add.Key] - add.Value) / 1e6).Order()];
        }
        finally
        {
            worker.Kill(entireProcessTree: true);
            worker.WaitForExit();
        }
    }

    // Each process tells again and again what it has handled; they are through when all of it together is as much as there was.
    private static void AwaitAll(Process[] workers, int count)
    {
        while (workers.Sum(worker => Time(Expect(worker, "handled")[1])) < count)
        {
        }
    }

    private static string[] Last(Process worker)
    {
        worker.StandardInput.WriteLine();
        while (true)
        {
            var words = Words(worker);
            if (words[0] == "done")
            {
                return words;
            }
        }
    }

    private static string[] Order(Process process, string answer)
    {
        process.StandardInput.WriteLine();
        return Expect(process, answer);
    }

    private static long Time(string text) => long.Parse(text, CultureInfo.InvariantCulture);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static Process Launch(params string[] command) =>
        Process.Start(new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        }) ?? throw new InvalidOperationException($"{command[0]} cannot be started.");

    private static Dictionary<int, long> Times(Process process, string word, int count)
    {
        var times = new Dictionary<int, long>();
        while (times.Count < count)
        {
            var words = Expect(process, word);
            times.Add(int.Parse(words[1], CultureInfo.InvariantCulture), long.Parse(words[2], CultureInfo.InvariantCulture));
        }

        return times;
    }

    private static string[] Expect(Process process, string word)
    {
        var words = Words(process);
        return words[0] == word
            ? words
            : throw new InvalidDataException($"A program said '{string.Join(' ', words)}' instead of '{word}'.");
    }

    private static string[] Words(Process process)
    {
        using var patience = new CancellationTokenSource(Patience);
        return process.StandardOutput.ReadLineAsync(patience.Token).AsTask().GetAwaiter().GetResult()?.Split(' ')
            ?? throw new InvalidDataException("A program ended without a word.");
    }

    private static void End(Process process)
    {
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidDataException($"A program ended with {process.ExitCode}.");
        }
    }
}
