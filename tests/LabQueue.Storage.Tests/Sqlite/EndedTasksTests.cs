using LabQueue.Storage.Sqlite;
using LabQueue.TestKit;

namespace LabQueue.Storage.Tests.Sqlite;

/// <summary>An ended task is found by its uid as long as the history has it, also after a restart and after a group that failed.</summary>
public sealed class EndedTasksTests : IDisposable
{
    private const int Count = 1_200;

    private readonly ManualTimeProvider _clock = new();
    private readonly TempFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_end_is_found_also_after_a_restart()
    {
        await using (var store = await _folder.OpenStoreAsync(_clock, Token))
        {
            await store.AddSiteAsync(Given.Site(), Given.Manager, Token);
            var queue = store.Queue("senaite");
            await EndAsync(queue, Count);

            await CheckAsync(queue);
        }

        await using var again = await _folder.OpenStoreAsync(_clock, Token);
        await CheckAsync(again.Queue("senaite"));
    }

    [Fact]
    public async Task A_uid_that_ended_twice_has_both_ends()
    {
        await using (var store = await _folder.OpenStoreAsync(_clock, Token))
        {
            await store.AddSiteAsync(Given.Site(), Given.Manager, Token);
            var queue = store.Queue("senaite");
            for (var time = 0; time < 2; time++)
            {
                await queue.AddAsync([Given.NewTask()], Given.Clerk, Token);
                await queue.DeleteAsync(Given.Uid("t1"), Given.Manager, Token);
            }

            (await EndsAsync(queue, Given.Uid("t1"))).Count.ShouldBe(2);
        }

        await using var again = await _folder.OpenStoreAsync(_clock, Token);
        (await EndsAsync(again.Queue("senaite"), Given.Uid("t1"))).Count.ShouldBe(2);
    }

    [Fact]
    public async Task What_the_history_forgets_may_come_again()
    {
        await using var store = await _folder.OpenStoreAsync(_clock, Token);
        await store.AddSiteAsync(Given.Site(), Given.Manager, Token);
        var queue = store.Queue("senaite");
        await EndAsync(queue, Count);
        await queue.ChangeSettingsAsync(
            new Dictionary<string, JsonText> { ["history_max"] = new("0") }, Given.Manager, Token);
        _clock.Advance(TimeSpan.FromMinutes(1));
        for (var round = 0; round <= Count / 500; round++)
        {
            await store.SweepAsync(Token);
            _clock.Advance(TimeSpan.FromMinutes(1));
        }

        foreach (var number in (int[])[0, Count - 1])
        {
            (await EndsAsync(queue, Uid(number))).ShouldBeEmpty();
            var added = await queue.AddAsync([Given.NewTask() with { TaskUid = Uid(number), Once = true }], Given.Clerk, Token);
            added[0].Added.ShouldBeTrue();
        }
    }

    [Fact]
    public void What_a_group_ended_or_forgot_is_taken_back_with_it()
    {
        var ended = new EndedTasks();
        var key = TextKey.Short("uid");
        ended.Add(key, 1);
        ended.Add(key, 2);
        ended.Keep();

        ended.Remove(key, 2);
        ended.Find("uid").ShouldBe([1]);
        ended.Add(key, 3);
        ended.Remove(key, 1);
        ended.Find("uid").ShouldBe([3]);
        ended.Undo();

        ended.Find("uid").ShouldBe([2, 1]);
        ended.Remove(key, 1);
        ended.Remove(key, 2);
        ended.Find("uid").ShouldBeEmpty();
    }

    public void Dispose() => _folder.Dispose();

    private static string Uid(int number) => Given.Uid($"t{number:D6}");

    private static async Task EndAsync(IQueue queue, int count)
    {
        foreach (var some in Enumerable.Range(0, count).Chunk(500))
        {
            await queue.AddAsync([.. some.Select(number => Given.NewTask() with { TaskUid = Uid(number) })], Given.Clerk, Token);
            foreach (var number in some)
            {
                await queue.DeleteAsync(Uid(number), Given.Manager, Token);
            }
        }
    }

    private static async Task CheckAsync(IQueue queue)
    {
        foreach (var number in (int[])[0, 1, Count / 2, Count - 1])
        {
            (await EndsAsync(queue, Uid(number))).ShouldHaveSingleItem().Task.TaskUid.ShouldBe(Uid(number));
            (await queue.ExplainAsync(Uid(number), Token)).ShouldNotBeNull();
            var added = await queue.AddAsync([Given.NewTask() with { TaskUid = Uid(number), Once = true }], Given.Clerk, Token);
            added[0].Added.ShouldBeFalse();
        }
    }

    private static async Task<IReadOnlyList<HistoryEntry>> EndsAsync(IQueue queue, string uid) =>
        (await queue.HistoryAsync(new HistoryQuery { TaskUid = uid }, Token)).Entries;
}
