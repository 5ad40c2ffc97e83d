using System.Globalization;
using System.Text;

namespace LabQueue.EndToEnd.Tests.Fuzz;

/// <summary>A payload: names and values as JSON texts, good at first, then spoiled.</summary>
internal sealed class FuzzPayload
{
    private static readonly string[] Settings =
    [
        "server", "default", "max_retries", "min_seconds_task", "max_seconds_unlock", "top_priority_tasks", "max_concurrent_tasks",
        "max_orphaned", "exact_pairs", "compare_consumer", "failed_days", "users", "trust", "auth_key",
    ];

    // Fields that some route looks at, and some that none does.
    private static readonly string[] Names =
    [
        "task_uid", "name", "context_uid", "context_path", "uids", "created", "status", "error_message", "min_seconds", "max_seconds",
        "priority", "retries", "unique", "chunk_size", "username", "ghost", "delay", "action", "started", "consumer_id", "__zeo",
        "slots", "top_uid", "lane", "not_before", "origin_uid", "once", "count", "names", "lease", "request_id", "reports", "fence",
        "tasks", "processed", "since", "complete", "uid", "limit", "after", "before", "newest_first", "reason", "self", "context",
        "request", "fence:int", "uids:list", "a\\u0000b", "", "\\ud800", "task_url", "_runtime", "lease_until", "progress", "version",
    ];

    private readonly Random _random;
    private readonly List<(string Name, string Value)> _fields;

    private FuzzPayload(Random random, params List<(string Name, string Value)> fields)
    {
        _random = random;
        _fields = fields;
    }

    /// <summary>The fields.</summary>
    public IReadOnlyList<(string Name, string Value)> Fields => _fields;

    /// <summary>A good payload of a route.</summary>
    public static FuzzPayload For(string route, Random random)
    {
        var uid = ("task_uid", FuzzValues.Quote(FuzzValues.Uid(random)));
        var consumer = ("consumer_id", FuzzValues.Quote($"fuzz-{random.Next(5)}"));
        var fence = ("fence", random.Next(1, 3_000).ToString(CultureInfo.InvariantCulture));
        return route switch
        {
            "add" => new(random, [uid, .. Task(random)]),
            "pop" when random.Next(2) == 0 => new(random, consumer),
            "pop" => new(random, consumer, ("lease", "5"), ("count", "3"), ("reports", $"[{Report(random)}, {Report(random)}]")),
            "done" or "timeout" or "release" => random.Next(2) == 0 ? new(random, uid, consumer) : new(random, uid, fence),
            "fail" => new(random, uid, ("error_message", "\"RuntimeError: boom\"")),
            "advance" => new(random, uid, fence, ("processed", $"[{Item(random)}, {Item(random)}]")),
            "heartbeat" => new(random, consumer, ("lease", "5"), ("tasks", $$"""[{"task_uid": {{uid.Item2}}, "fence": {{fence.Item2}}}]""")),
            "requeue" or "delete" or "cancel" => new(random, uid, ("reason", "\"because\"")),
            "diff" => new(random, ("uids", $"[{uid.Item2}]"), ("status", "[\"queued\", \"running\"]"), ("complete", "true")),
            "search" => new(random, ("uid", uid.Item2), ("complete", "true")),
            "settings" => new(random, (FuzzValues.Of<string>(random, Settings), FuzzValues.Any(random))),
            "history" => new(random, ("limit", "10"), ("after", "1"), ("newest_first", "true")),
            _ => new(random, ("status", "\"queued\""), ("since", "0"), ("limit", "10"), ("complete", "true")),
        };
    }

    /// <summary>Changes some of it.</summary>
    public void Spoil(int times)
    {
        for (; times > 0; times--)
        {
            var place = _fields.Count == 0 ? -1 : _random.Next(_fields.Count);
            switch (_random.Next(6))
            {
                case 0 when place >= 0:
                    _fields.RemoveAt(place);
                    break;
                case 1 when place >= 0:
                    _fields.Add(_fields[place]);
                    break;
                case <= 3 when place >= 0:
                    _fields[place] = (_fields[place].Name, FuzzValues.Any(_random));
                    break;
                case 4 when _random.Next(4) == 0:
                    // Never a time that would make the test wait.
                    _fields.Add(("wait", FuzzValues.Of(_random, "0", "0.01", "-1", "31", "1e308", "\"x\"", "null", "[]")));
                    break;
                default:
                    _fields.Add((Names[_random.Next(Names.Length)], FuzzValues.Any(_random)));
                    break;
            }
        }
    }

    /// <summary>As JSON, or as what was JSON once.</summary>
    public byte[] ToJson()
    {
        var text = "{" + string.Join(", ", _fields.Select(field => $"\"{field.Name}\": {field.Value}")) + "}";
        text = _random.Next(60) switch
        {
            0 => $"[{text}, {text}]",
            1 => text + text,
            2 => "\ufeff" + text,
            3 => FuzzValues.Any(_random),
            4 => $"[{text}, {FuzzValues.Any(_random)}]",
            _ => text,
        };
        return Encoding.UTF8.GetBytes(text);
    }

    private static List<(string, string)> Task(Random random) =>
    [
        ("name", FuzzValues.Of(random, "\"task_a\"", "\"task_b\"", "\"task_assign_analyses\"")),
        ("context_uid", FuzzValues.Quote(FuzzValues.Uid(random))),
        ("context_path", FuzzValues.Of(random, "\"/senaite/worksheets/WS-1\"", "\"/senaite/setup\"", "\"/senaite/clients/c1/s1\"")),
        ("uids", $"[{FuzzValues.Quote(FuzzValues.Uid(random))}]"),
        ("created", "1700000000.25"),
        ("priority", "10"),
    ];

    private static string Item(Random random) => $$"""{"uid": "{{FuzzValues.Uid(random)}}", "outcome": "done", "message": null}""";

    private static string Report(Random random)
    {
        var kind = FuzzValues.Of(random, "done", "fail", "advance", "release", "x");
        return $$"""{"kind": "{{kind}}", "task_uid": "{{FuzzValues.Uid(random)}}", "fence": {{random.Next(3_000)}}, "processed": [{{Item(random)}}]}""";
    }
}
