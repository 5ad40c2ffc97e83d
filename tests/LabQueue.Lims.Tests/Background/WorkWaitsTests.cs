using LabQueue.Lims.Background;
using LabQueue.TestKit;

namespace LabQueue.Lims.Tests.Background;

/// <summary>What the work that a page shows waits for.</summary>
public sealed class WorkWaitsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Only_work_at_the_same_place_is_waited_for_and_the_queue_is_asked_for_its_figures_once()
    {
        await using var laboratory = await Laboratory.CreateAsync();
        var queue = new FakeQueue(laboratory.Time);
        using var link = new LabQueueLink(queue, laboratory.Time);
        WorkInHand[] works = [WorkOn("t1", "sample-1", 1), WorkOn("t2", "sample-2", 2), WorkOn("t3", "sample-1", 3)];

        var waits = await laboratory.ReadAsync(async reader =>
        {
            var all = new WorkWaits(reader, link, works, laboratory.Time);
            return new[] { await all.FindAsync(works[0], Token), await all.FindAsync(works[1], Token), await all.FindAsync(works[2], Token) };
        });

        waits.Select(wait => wait.Reason).ShouldBe([WaitReason.None, WaitReason.None, WaitReason.Lane]);
        queue.Asked.ShouldBe(2);
    }

    private static WorkInHand WorkOn(string task, string context, long decided) =>
        new(new WorkRecord { TaskUid = Given.Uid(task), ContextUid = context, Decided = decided, Total = 1 }, Given.Now);

    private sealed class FakeQueue(TimeProvider time) : QueueDecorator(null!)
    {
        public int Asked { get; private set; }

        public override Task<SiteSettings> SettingsAsync(CancellationToken cancellationToken) => Task.FromResult(new SiteSettings());

        public override Task<QueueTask?> FindAsync(string taskUid, CancellationToken cancellationToken) =>
            Task.FromResult<QueueTask?>(Given.Task() with { TaskUid = taskUid });

        public override Task<QueueStats> StatsAsync(CancellationToken cancellationToken)
        {
            Asked++;
            return Task.FromResult(new QueueStats { Queued = 3, Running = 0, Failed = 0, Done = 0, Paused = false, OldestQueued = null, Names = [], Minutes = [] });
        }

        public override Task<IReadOnlyList<ConsumerInfo>> ConsumersAsync(CancellationToken cancellationToken)
        {
            Asked++;
            return Task.FromResult<IReadOnlyList<ConsumerInfo>>(
                [new ConsumerInfo("consumer-1", time.GetUtcNow(), time.GetUtcNow(), Leased: true, Version: null, Running: [])]);
        }
    }
}
