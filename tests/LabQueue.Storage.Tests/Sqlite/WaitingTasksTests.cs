using LabQueue.Storage.Sqlite.Waiting;
using LabQueue.TestKit;

namespace LabQueue.Storage.Tests.Sqlite;

/// <summary>What may be claimed, and what a group that is rolled back leaves of it.</summary>
public sealed class WaitingTasksTests
{
    private readonly WaitingTasks _waiting = new();
    private long _rows;

    [Fact]
    public void Tasks_of_all_kinds_are_claimed_in_one_order()
    {
        var (late, early, middle) = (Enter(due: 3), Enter(due: 1, name: "verify"), Enter(due: 2, action: "submit"));

        Drain().ShouldBe([early.Id, middle.Id, late.Id]);
    }

    [Fact]
    public void A_claim_by_name_takes_the_best_of_those_names()
    {
        Enter(due: 1, name: "other");
        var (plain, withAction) = (Enter(due: 3), Enter(due: 2, action: "submit"));

        _waiting.First(["assign", "unknown"], _ => false).ShouldBe(withAction);
        _waiting.Leave(withAction.Id);
        _waiting.First(["assign", "unknown"], _ => false).ShouldBe(plain);
        _waiting.First(["unknown"], _ => false).ShouldBeNull();
    }

    [Fact]
    public void What_is_held_back_lets_others_pass()
    {
        var (held, alsoHeld) = (Enter(due: 1), Enter(due: 2));
        var (next, other) = (Enter(due: 4), Enter(due: 3, name: "verify"));

        _waiting.First([], task => task == held || task == alsoHeld).ShouldBe(other);
        _waiting.First([], task => task == held || task == alsoHeld || task == other).ShouldBe(next);
        _waiting.First([], _ => true).ShouldBeNull();
    }

    [Fact]
    public void Only_the_best_task_of_a_lane_may_be_claimed()
    {
        var second = Enter(due: 2, lane: "WS-1");
        var first = Enter(due: 1, lane: "WS-1");
        Enter(due: 3, lane: "WS-1");

        Claimable().ShouldBe([first.Id]);
        _waiting.Leave(first.Id);
        Claimable().ShouldBeEmpty();

        _waiting.Elect("WS-1").ShouldBe(second);
        _waiting.Elect("WS-1").ShouldBeNull();
        Claimable().ShouldBe([second.Id]);
    }

    [Fact]
    public void While_a_task_of_the_lane_runs_none_may_be_claimed()
    {
        var task = NewTask(due: 1, lane: "WS-1");

        _waiting.Enter(task, isLaneBusy: true, Given.Now).ShouldBeNull();
        Claimable().ShouldBeEmpty();
        _waiting.Elect("WS-1").ShouldBe(task);
    }

    [Fact]
    public void A_task_that_is_not_due_keeps_nobody_of_its_lane_waiting()
    {
        var later = NewTask(due: 1, lane: "WS-1", readyAt: Given.Now.AddSeconds(10));
        _waiting.Enter(later, isLaneBusy: false, Given.Now).ShouldBeNull();
        var now = Enter(due: 2, lane: "WS-1");
        Claimable().ShouldBe([now.Id]);

        _waiting.TakeDue(Given.Now.AddSeconds(9)).ShouldBeNull();
        _waiting.TakeDue(Given.Now.AddSeconds(10)).ShouldBe(later);
        _waiting.Enter(later, isLaneBusy: false, Given.Now.AddSeconds(10)).ShouldBe(later);

        Claimable().ShouldBe([later.Id]);
    }

    [Fact]
    public void Tasks_of_a_name_wait_for_a_context_until_the_last_one_is_taken()
    {
        var (first, second) = (Enter(due: 1), Enter(due: 2));

        _waiting.Leave(first.Id);
        _waiting.IsWaiting("context", "assign").ShouldBeTrue();
        _waiting.Leave(second.Id);

        _waiting.IsWaiting("context", "assign").ShouldBeFalse();
    }

    [Fact]
    public void A_new_list_moves_kinds_and_the_heads_of_lanes_at_once()
    {
        var (alone, head) = (Enter(due: 1), Enter(due: 2, lane: "WS-1"));
        var behind = Enter(due: 3, name: "verify", lane: "WS-1");
        Enter(due: 4, name: "verify", lane: "WS-1");

        _waiting.SetRanks(["verify"]).Select(task => task.Kind.Name).ShouldBe(["verify", "verify"]);

        _waiting.First([], _ => false).ShouldBe(behind);
        _waiting.Leave(head.Id);
        Claimable().ShouldBe([behind.Id, alone.Id]);
        _waiting.SetRanks(["verify"]).ShouldBeEmpty();
    }

    [Fact]
    public void The_oldest_task_is_known_once_the_group_is_on_disk()
    {
        var (younger, older) = (Enter(due: 2), Enter(due: 1));
        _waiting.Oldest.ShouldBeNull();
        _waiting.Keep();
        _waiting.Oldest.ShouldBe(UnixTime.FromMicroseconds(1));

        _waiting.Leave(older.Id);
        _waiting.Undo();
        _waiting.Leave(younger.Id);
        _waiting.Keep();
        _waiting.Oldest.ShouldBe(UnixTime.FromMicroseconds(1));
    }

    [Fact]
    public void The_oldest_task_is_known_after_thousands_have_come_and_gone()
    {
        var oldest = Enter(due: 1);
        var next = Enter(due: 2);
        for (var due = 3; due < 5_000; due++)
        {
            _waiting.Leave(Enter(due).Id);
            _waiting.Keep();
        }

        _waiting.Oldest.ShouldBe(UnixTime.FromMicroseconds(1));

        _waiting.Leave(oldest.Id);
        _waiting.Keep();
        _waiting.Oldest.ShouldBe(UnixTime.FromMicroseconds(2));

        _waiting.Leave(next.Id);
        _waiting.Keep();
        _waiting.Oldest.ShouldBeNull();
    }

    [Fact]
    public void A_task_that_comes_back_with_a_new_age_is_no_older_than_that()
    {
        var first = Enter(due: 1);
        Enter(due: 2);
        _waiting.Keep();

        _waiting.Leave(first.Id);
        _waiting.Enter(NewTask(due: 3, id: first.Id), isLaneBusy: false, Given.Now);
        _waiting.Keep();

        _waiting.Oldest.ShouldBe(UnixTime.FromMicroseconds(2));
    }

    [Fact]
    public void Counts_are_by_name()
    {
        Enter(due: 1);
        Enter(due: 2, action: "submit");
        _waiting.Leave(Enter(due: 3, name: "verify").Id);

        _waiting.CountByName().ShouldBe([("assign", 2)]);
    }

    /// <summary>Random groups, kept or rolled back, against a plain list.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Whatever_is_rolled_back_what_may_be_claimed_follows_from_what_waits(int seed)
    {
        var draw = new Random(seed);
        var running = new Dictionary<long, string?>();
        var model = new Dictionary<long, WaitingTask>();
        for (var group = 0; group < 400; group++)
        {
            var (modelBefore, runningBefore) = (model.ToDictionary(), running.ToDictionary());
            for (var step = draw.Next(1, 8); step > 0; step--)
            {
                Step(draw, model, running);
                Claimable().ShouldBe(Expected(model.Values, running));
            }

            if (draw.Next(3) > 0)
            {
                _waiting.Keep();
                continue;
            }

            _waiting.Undo();
            (model, running) = (modelBefore, runningBefore);
            Claimable().ShouldBe(Expected(model.Values, running));
            _waiting.CountByName().Sum(name => name.Count).ShouldBe(model.Count);
        }
    }

    private void Step(Random draw, Dictionary<long, WaitingTask> model, Dictionary<long, string?> running)
    {
        switch (draw.Next(4))
        {
            case 0 or 1:
                var lane = draw.Next(3) == 0 ? null : $"WS-{draw.Next(4)}";
                var task = NewTask(due: draw.Next(50), name: $"name {draw.Next(3)}", action: draw.Next(2) == 0 ? null : "submit", lane);
                _waiting.Enter(task, lane is not null && running.ContainsValue(lane), Given.Now);
                model.Add(task.Id, task);
                break;
            case 2 when _waiting.First([], _ => false) is { } head:
                _waiting.Leave(head.Id);
                model.Remove(head.Id);
                running.Add(head.Id, head.Lane?.Key);
                break;
            case 3 when running.Count > 0:
                var (id, freed) = running.ElementAt(draw.Next(running.Count));
                running.Remove(id);
                if (freed is not null)
                {
                    _waiting.Elect(freed);
                }

                break;
        }
    }

    private static long[] Expected(IEnumerable<WaitingTask> tasks, Dictionary<long, string?> running) =>
    [
        .. tasks.OrderBy(task => task.Key)
            .Where(task => task.Lane is null || !running.ContainsValue(task.Lane.Key))
            .GroupBy(task => task.Lane?.Key ?? $"row {task.Id}", StringComparer.Ordinal)
            .Select(lane => lane.First())
            .OrderBy(task => task.Key)
            .Select(task => task.Id),
    ];

    private WaitingTask Enter(long due, string name = "assign", string? action = null, string? lane = null)
    {
        var task = NewTask(due, name, action, lane);
        _waiting.Enter(task, isLaneBusy: false, Given.Now);
        return task;
    }

    private WaitingTask NewTask(
        long due,
        string name = "assign",
        string? action = null,
        string? lane = null,
        DateTimeOffset? readyAt = null,
        long? id = null)
    {
        _rows++;
        return new WaitingTask
        {
            Id = id ?? _rows,
            Kind = _waiting.KindOf(name, action, []),
            Context = new WaitingContext("context", name),
            Lane = lane is null ? null : new WaitingLane(lane, place: null),
            Due = due,
            Created = due,
            Arrival = _rows,
            ReadyAt = (readyAt ?? Given.Now).ToMicroseconds(),
        };
    }

    // All that may be claimed, in order: each is passed over when the next one is looked for.
    private List<long> Claimable()
    {
        var found = new List<long>();
        while (_waiting.First([], task => found.Contains(task.Id)) is { } task)
        {
            found.Add(task.Id);
        }

        return found;
    }

    private List<long> Drain()
    {
        var taken = new List<long>();
        while (_waiting.First([], _ => false) is { } task)
        {
            _waiting.Leave(task.Id);
            taken.Add(task.Id);
        }

        return taken;
    }
}
