using System.Globalization;
using System.Text.RegularExpressions;
using LabQueue.TestKit;
using LabQueue.TestKit.Histories;
using LabQueue.TestKit.Model;

namespace LabQueue.Engine.Tests.Histories;

/// <summary>The comparison of stores with the model bites: it finds each of these bugs, and tells it with a short history.</summary>
public sealed partial class PlantedBugTests
{
    private const int Histories = 300;
    private const int ShortHistory = 12;

    private readonly ManualTimeProvider _clock = new();

    public static TheoryData<string> Rules { get; } = [.. BrokenModels.All.Keys];

    public static TheoryData<string> Promises { get; } = [.. BrokenQueues.All.Keys];

    [Fact]
    public void A_queue_without_a_bug_passes()
    {
        RandomHistories.Run(Run(settings => new ModelQueue(settings)), Histories);
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void A_broken_rule_is_found(string bug) => ShouldBeFound(Run(BrokenModels.All[bug]));

    [Theory]
    [MemberData(nameof(Promises))]
    public void A_broken_promise_is_found(string bug) =>
        ShouldBeFound(Run(settings => new ModelQueue(settings), BrokenQueues.All[bug]));

    [Fact]
    public void Sites_that_see_each_other_are_found()
    {
        ModelQueue? shared = null;
        var made = 0;

        ShouldBeFound(Run(settings => shared = made++ % 2 == 0 ? new ModelQueue(settings) : shared!));
    }

    [Fact]
    public void A_restart_that_gives_leases_no_time_is_found()
    {
        var store = new ModelStore(_clock, settings => new ModelQueue(settings));

        ShouldBeFound(new HistoryRun(_clock) { Store = store, Reopen = () => Task.FromResult<IQueueStore>(store) });
    }

    [Fact]
    public void A_restart_that_forgets_what_runs_is_found()
    {
        var store = new ModelStore(_clock, settings => new ModelQueue(settings));

        ShouldBeFound(new HistoryRun(_clock) { Store = store, Reopen = () => Task.FromResult<IQueueStore>(Forgetting(store)) });
    }

    private static void ShouldBeFound(HistoryRun run)
    {
        var found = Should.Throw<InvalidOperationException>(() => RandomHistories.Run(run, Histories)).Message;

        var steps = int.Parse(Steps().Match(found).Groups["steps"].Value, CultureInfo.InvariantCulture);
        steps.ShouldBeLessThanOrEqualTo(ShortHistory, found);
        TestContext.Current.TestOutputHelper?.WriteLine(found);
    }

    private HistoryRun Run(Func<SiteSettings, ModelQueue> make, Func<IQueue, IQueue>? wrap = null)
    {
        var store = new ModelStore(_clock, make);
        return new HistoryRun(_clock)
        {
            Store = store,
            Wrap = wrap ?? (queue => queue),
            Reopen = () => Task.FromResult<IQueueStore>(Restarted(store)),
        };
    }

    private ModelStore Restarted(ModelStore store)
    {
        foreach (var queue in store.Queues.Values)
        {
            queue.Restart(_clock.GetUtcNow());
        }

        return store;
    }

    private ModelStore Forgetting(ModelStore store)
    {
        foreach (var (queue, task) in store.Queues.Values.SelectMany(queue => queue.Tasks.Select(task => (queue, task))))
        {
            if (task.Status == QueueTaskStatus.Running)
            {
                queue.Requeue(task.TaskUid, _clock.GetUtcNow());
            }
        }

        return Restarted(store);
    }

    [GeneratedRegex("(?<steps>[0-9]+) steps:", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Steps();
}
