using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace LabQueue.Benchmarks.Load;

/// <summary>
/// Tasks as SENAITE sends them, as JSON: four names over many worksheets. Their numbers and times are overwritten where
/// they lie, so that a task costs the load generator next to nothing.
/// </summary>
internal sealed class TaskBytes
{
    private const int UidLength = 32;
    private const int PlaceDigits = 7;
    private const int TimeDigits = 17;

    private readonly byte[][] _prototypes;
    private readonly int _uidAt;
    private readonly int _contextAt;
    private readonly int _placeAt;
    private readonly int _timeAt;

    /// <summary>Builds the prototypes.</summary>
    /// <param name="uids">Objects that each task names.</param>
    /// <param name="worksheets">Over how many worksheets the tasks spread.</param>
    public TaskBytes(int uids, int worksheets)
    {
        Worksheets = worksheets;
        _prototypes = [.. Names.Select(name => Encoding.ASCII.GetBytes(Prototype(name, uids)))];
        var first = _prototypes[0].AsSpan();
        _uidAt = first.IndexOf(Encoding.ASCII.GetBytes(new string('u', UidLength)));
        _contextAt = first.IndexOf(Encoding.ASCII.GetBytes(new string('c', UidLength)));
        _placeAt = first.IndexOf(Encoding.ASCII.GetBytes(new string('w', PlaceDigits)));
        _timeAt = first.IndexOf(Encoding.ASCII.GetBytes(new string('t', TimeDigits)));
    }

    /// <summary>The names of tasks, in the order in which they take turns. Two are in the default top-priority list.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "task_assign_analyses", "task_action_submit", "task_action_reject", "task_generate_results_report",
    ];

    /// <summary>Over how many worksheets the tasks spread.</summary>
    public int Worksheets { get; }

    /// <summary>Mean bytes of a task.</summary>
    public int MeanLength => (int)_prototypes.Average(prototype => prototype.Length);

    /// <summary>The task with that number, its time still to be stamped.</summary>
    public ReadOnlySpan<byte> PrototypeOf(long number) => _prototypes[number % _prototypes.Length];

    /// <summary>A list of tasks with consecutive numbers, the first of which is divisible by the number of names.</summary>
    public byte[] List(int count)
    {
        var list = new List<byte> { (byte)'[' };
        for (var i = 0; i < count; i++)
        {
            list.AddRange(PrototypeOf(i));
            list.Add((byte)',');
        }

        list[^1] = (byte)']';
        return [.. list];
    }

    /// <summary>Makes a list the one that begins with that number.</summary>
    public void StampList(Span<byte> list, int count, long number)
    {
        for (var i = 0; i < count; i++)
        {
            list = list[1..];
            Stamp(list, number + i);
            list = list[PrototypeOf(i).Length..];
        }
    }

    /// <summary>Makes a prototype the task with that number, created now.</summary>
    public void Stamp(Span<byte> json, long number)
    {
        var worksheet = (long)(Mix((ulong)number) % (ulong)Worksheets);
        WriteUid(json[_uidAt..], (ulong)number);
        WriteUid(json[_contextAt..], ~(ulong)worksheet);
        Utf8Formatter.TryFormat(worksheet, json[_placeAt..], out _, new('D', PlaceDigits));
        var ticks = TimeProvider.System.GetUtcNow().Ticks - DateTimeOffset.UnixEpoch.Ticks;
        var (seconds, part) = Math.DivRem(ticks, TimeSpan.TicksPerSecond);
        Utf8Formatter.TryFormat(seconds, json[_timeAt..], out _);
        json[_timeAt + 10] = (byte)'.';
        Utf8Formatter.TryFormat(part / 10, json[(_timeAt + 11)..], out _, new('D', 6));
    }

    /// <summary>A number's image: evenly spread, always the same.</summary>
    public static ulong Mix(ulong number)
    {
        number += 0x9E3779B97F4A7C15;
        number = (number ^ (number >> 30)) * 0xBF58476D1CE4E5B9;
        number = (number ^ (number >> 27)) * 0x94D049BB133111EB;
        return number ^ (number >> 31);
    }

    /// <summary>The uid that stands for a number.</summary>
    public static string Uid(ulong number)
    {
        Span<byte> uid = stackalloc byte[UidLength];
        WriteUid(uid, number);
        return Encoding.ASCII.GetString(uid);
    }

    private static void WriteUid(Span<byte> target, ulong number)
    {
        var high = Mix(number);
        high.TryFormat(target, out _, "x16", CultureInfo.InvariantCulture);
        Mix(high).TryFormat(target[16..], out _, "x16", CultureInfo.InvariantCulture);
    }

    // Fields and their values as the original's client posts them. The name comes last: it alone differs in length.
    private static string Prototype(string name, int uids)
    {
        var list = string.Join("\", \"", Enumerable.Range(1, uids).Select(number => Uid((ulong)number)));
        return "{\"task_uid\": \"" + new string('u', UidLength)
            + "\", \"context_uid\": \"" + new string('c', UidLength)
            + "\", \"context_path\": \"/senaite/worksheets/WS-" + new string('w', PlaceDigits)
            + "\", \"created\": " + new string('t', TimeDigits)
            + ", \"uids\": [\"" + list
            + "\"], \"status\": null, \"error_message\": null, \"min_seconds\": 3, \"max_seconds\": 120, \"priority\": 10"
            + ", \"retries\": 3, \"unique\": false, \"chunk_size\": 10, \"username\": \"analyst1\", \"ghost\": false"
            + ", \"delay\": 0, \"slots\": [1, 2, 3, 4], \"wst_uid\": \"" + Uid(0)
            + "\", \"__zeo\": \"http://localhost:8080/senaite\", \"name\": \"" + name + "\"}";
    }
}
