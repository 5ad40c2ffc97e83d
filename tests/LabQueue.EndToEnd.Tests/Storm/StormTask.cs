using System.Globalization;
using System.Text.Json.Nodes;
using LabQueue.TestKit;

namespace LabQueue.EndToEnd.Tests.Storm;

/// <summary>Draws the tasks of a storm.</summary>
/// <param name="random">The client's dice.</param>
/// <param name="client">The client's number, so that uids of two clients differ.</param>
internal sealed class StormTask(Random random, int client)
{
    /// <summary>Tasks of this name are due in a hundred years: they wait until somebody removes them.</summary>
    public const string Waiting = "task_waiting";

    /// <summary>Tasks of this name only make the queue long. They are due in a hundred years as well.</summary>
    public const string Ballast = "task_ballast";

    private static readonly string[] Names = ["task_storm_a", "task_storm_b", "task_storm_c"];

    private int _count;

    /// <summary>A task that will run.</summary>
    public JsonObject Draw()
    {
        var task = new JsonObject
        {
            ["task_uid"] = NewUid(),
            ["name"] = Names[random.Next(Names.Length)],
            ["context_uid"] = Given.Uid("c" + random.Next(50).ToString(CultureInfo.InvariantCulture)),
            ["context_path"] = random.Next(2) == 0 ? "/senaite/setup" : $"/senaite/worksheets/WS-{random.Next(6)}/x",
            ["uids"] = new JsonArray([.. Enumerable.Range(0, random.Next(13)).Select(i => JsonValue.Create(Given.Uid($"o{i}")))]),
            ["created"] = Math.Round(TimeProvider.System.GetUtcNow().ToSeconds() - (random.NextDouble() * 3_600), 6),
            ["priority"] = random.Next(21),
            ["retries"] = random.Next(4),
            ["chunk_size"] = random.Next(1, 21),
            ["min_seconds"] = 0,
            ["max_seconds"] = random.Next(2, 5),
        };
        if (random.Next(6) == 0)
        {
            task["lane"] = $"lane-{random.Next(4)}";
        }

        return task;
    }

    /// <summary>A unique task of one of a few objects; at most one for each object may wait.</summary>
    public JsonObject DrawUnique()
    {
        var now = TimeProvider.System.GetUtcNow();
        return new JsonObject
        {
            ["task_uid"] = NewUid(),
            ["name"] = Waiting,
            ["context_uid"] = Given.Uid("u" + random.Next(5).ToString(CultureInfo.InvariantCulture)),
            ["context_path"] = "/senaite/setup",
            ["created"] = Math.Round(now.ToSeconds(), 6),
            ["not_before"] = Math.Round(now.AddYears(100).ToSeconds()),
            ["unique"] = true,
        };
    }

    /// <summary>A task that only makes the queue longer.</summary>
    public static JsonObject MakeBallast(int number) => new()
    {
        ["task_uid"] = Given.Uid(string.Create(CultureInfo.InvariantCulture, $"ballast{number}x")),
        ["name"] = Ballast,
        ["context_uid"] = Given.Uid("b"),
        ["context_path"] = "/senaite/setup",
        ["not_before"] = Math.Round(TimeProvider.System.GetUtcNow().AddYears(100).ToSeconds()),
    };

    private string NewUid() => Given.Uid(string.Create(CultureInfo.InvariantCulture, $"t{client}x{++_count}x"));
}
