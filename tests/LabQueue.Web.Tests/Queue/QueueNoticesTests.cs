using LabQueue.Access;
using LabQueue.TestKit;
using LabQueue.Web.Access;
using LabQueue.Web.Assets;
using LabQueue.Web.Frame;
using LabQueue.Web.Languages;
using LabQueue.Web.Queue;

namespace LabQueue.Web.Tests.Queue;

/// <summary>What pages tell those who manage the queue, when it is not as it should be.</summary>
public sealed class QueueNoticesTests : IPageQueues
{
    private const string Site = "senaite";

    private static readonly PageAccount Manager = new("labmanager", string.Empty, ["LabManager"], QueueRights.All);

    private readonly ManualTimeProvider _clock = new();
    private readonly Texts _texts = new([]);
    private readonly FakeQueue _queue = new();
    private bool _hasQueue = true;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nothing_is_said_of_a_queue_that_is_well()
    {
        _queue.Queued = 5;
        _queue.LastHeard = _clock.GetUtcNow().AddSeconds(-89);

        (await FindAsync()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(0, null, false, 10, null)]
    [InlineData(2, null, false, 10, "No consumer has been seen for a day. 2 tasks wait.")]
    [InlineData(1, 91, false, 10, "No consumer has been seen since")]
    [InlineData(0, 91, false, 10, null)]
    [InlineData(1, 1, true, 10, "The queue is paused. 1 task waits.")]
    [InlineData(0, 1, true, 10, "The queue is paused. 0 tasks wait.")]
    [InlineData(0, 1, false, 0, "The queue is off: new work is done at once.")]
    [InlineData(3, 1, false, 0, "The queue is off: new work is done at once. 3 tasks are left in it.")]
    public async Task What_is_wrong_is_told(int queued, int? silentFor, bool paused, int chunkSize, string? told)
    {
        (_queue.Queued, _queue.Paused, _queue.ChunkSize) = (queued, paused, chunkSize);
        _queue.LastHeard = silentFor is { } seconds ? _clock.GetUtcNow().AddSeconds(-seconds) : null;

        (await FindAsync()).SingleOrDefault()?.Text.ShouldStartWith(told ?? "nothing");
        (await FindAsync()).Count.ShouldBe(told is null ? 0 : 1);
    }

    [Theory]
    [InlineData(ConsumerMode.Active, "", null)]
    [InlineData(ConsumerMode.Active, "task_a", null)]
    [InlineData(ConsumerMode.Active, "task_b", "2 tasks wait that no consumer takes, such as task_a.")]
    [InlineData(ConsumerMode.Quiet, "", "All consumers are quiet, or drained. 2 tasks wait.")]
    [InlineData(ConsumerMode.Draining, "task_a", "All consumers are quiet, or drained. 2 tasks wait.")]
    public async Task What_no_consumer_takes_is_told(ConsumerMode mode, string name, string? told)
    {
        (_queue.Queued, _queue.LastHeard, _queue.Mode) = (2, _clock.GetUtcNow(), mode);
        _queue.Takes = name.Length == 0 ? [] : [name];

        var said = await FindAsync();

        said.SingleOrDefault()?.Text.ShouldBe(told);
        said.Count.ShouldBe(told is null ? 0 : 1);
        said.ShouldAllBe(message => message.Address == $"/{Site}/queue_consumers");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_queue_that_does_not_answer_is_told_since_when(bool foreseen)
    {
        _queue.Trouble = foreseen ? new Away() : new IOException("The disk is gone");
        var watch = NewWatch();
        var since = new Ui(new AssetFiles(), _texts, _clock).Clock(_clock.GetUtcNow());
        (await FindAsync(watch)).ShouldHaveSingleItem().Text.ShouldBe($"The queue server does not answer since {since}.");

        _clock.Advance(TimeSpan.FromSeconds(4));
        (await FindAsync(watch)).ShouldHaveSingleItem().Text.ShouldBe($"The queue server does not answer since {since}.");

        _queue.Trouble = null;
        _clock.Advance(TimeSpan.FromSeconds(4));
        (await FindAsync(watch)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_laboratory_without_a_queue_is_told_what_that_means()
    {
        _hasQueue = false;

        (await FindAsync()).ShouldHaveSingleItem().Text.ShouldBe("There is no queue server: all work is done at once.");
    }

    [Fact]
    public async Task Who_does_not_manage_the_queue_is_not_bothered()
    {
        _queue.Paused = true;
        var analyst = Manager with { Rights = QueueRights.Add | QueueRights.Look };

        (await FindAsync(account: analyst)).ShouldBeEmpty();
    }

    [Fact]
    public async Task No_page_waits_for_a_queue_that_does_not_answer_in_time()
    {
        var watch = NewWatch();
        _queue.Answer = new TaskCompletionSource();
        var page = FindAsync(watch);
        page.IsCompleted.ShouldBeFalse();

        _clock.Advance(TimeSpan.FromMilliseconds(250));
        (await page).ShouldBeEmpty();

        _queue.Paused = true;
        _queue.Answer.SetResult();
        (await FindAsync(watch)).ShouldHaveSingleItem();
    }

    IQueue? IPageQueues.Of(string site) => _hasQueue ? _queue : null;

    private QueueWatch NewWatch() => new(this, _clock);

    private Task<IReadOnlyList<Message>> FindAsync(QueueWatch? watch = null, PageAccount? account = null) =>
        new QueueNotices(watch ?? NewWatch(), this, new Laboratory(), _texts, new Ui(new AssetFiles(), _texts, _clock))
            .FindAsync(new Visitor(Site, account ?? Manager), Token);

    private sealed class Laboratory : IPageAccounts
    {
        public IReadOnlyList<string> Sites => [Site];

        public bool HasLaboratory(string site) => true;

        public Task<PageAccount?> FindAsync(string site, string username, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<PasswordAnswer> JudgeAsync(string site, string username, string password, Microsoft.AspNetCore.Http.HttpContext context) =>
            throw new NotSupportedException();

        public Task KeepPasswordAsync(string site, string username, string hash, Microsoft.AspNetCore.Http.HttpContext context) =>
            throw new NotSupportedException();
    }

    private sealed class Away() : QueueException("Connection refused")
    {
        public override bool IsTransient => true;
    }

    private sealed class FakeQueue() : QueueDecorator(null!)
    {
        public int Queued { get; set; }

        public bool Paused { get; set; }

        public int ChunkSize { get; set; } = 10;

        public ConsumerMode Mode { get; set; }

        public IReadOnlyList<string> Takes { get; set; } = [];

        public DateTimeOffset? LastHeard { get; set; }

        public Exception? Trouble { get; set; }

        public TaskCompletionSource? Answer { get; set; }

        public override async Task<QueueStats> StatsAsync(CancellationToken cancellationToken)
        {
            await (Answer?.Task ?? Task.CompletedTask);
            return Trouble is null
                ? new QueueStats { Queued = Queued, Running = 0, Failed = 0, Done = 0, Paused = Paused, OldestQueued = null, Names = [new NameStats("task_a", Queued, 0, 0, 0)], Minutes = [] }
                : throw Trouble;
        }

        public override Task<IReadOnlyList<ConsumerInfo>> ConsumersAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<ConsumerInfo>>(
            LastHeard is { } heard ? [new ConsumerInfo("consumer-1", heard, heard, Leased: true, Version: null, Running: []) { Names = Takes, Mode = Mode }] : []);

        public override Task<SiteSettings> SettingsAsync(CancellationToken cancellationToken) =>
            Task.FromResult(new SiteSettings { DefaultChunkSize = ChunkSize });
    }
}
