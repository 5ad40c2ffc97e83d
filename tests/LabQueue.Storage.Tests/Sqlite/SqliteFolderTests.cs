using LabQueue.Engine;
using LabQueue.Storage.Sqlite;
using LabQueue.Storage.Sqlite.Native;
using LabQueue.TestKit;

namespace LabQueue.Storage.Tests.Sqlite;

/// <summary>Who may open a data folder, and what is there afterwards.</summary>
public sealed class SqliteFolderTests : IDisposable
{
    private readonly ManualTimeProvider _clock = new();
    private readonly TempFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_second_opener_is_refused_and_the_first_works_on()
    {
        await using var first = await _folder.OpenStoreAsync(_clock, Token);

        var refused = await Should.ThrowAsync<QueueStoreException>(() => _folder.OpenStoreAsync(_clock, Token));

        refused.Message.ShouldContain(_folder);
        (await first.AddSiteAsync(Given.Site(), Given.Manager, Token)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_closed_folder_can_be_opened_again()
    {
        await (await _folder.OpenStoreAsync(_clock, Token)).DisposeAsync();

        await using var second = await _folder.OpenStoreAsync(_clock, Token);

        second.Trouble.ShouldBeNull();
        second.Migrated.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_a_consumer_had_that_is_no_more_is_given_out_again_and_its_late_report_is_refused()
    {
        QueueTask had;
        await using (var first = await _folder.OpenStoreAsync(_clock, Token))
        {
            await first.AddSiteAsync(Given.Site(), Given.Manager, Token);
            var before = first.Queue("senaite");
            await before.AddAsync([Given.NewTask("t1"), Given.NewTask("t2")], Given.Clerk, Token);
            had = (await before.PopAsync(Given.LeasedPop("gone-1", count: 1), Token)).Tasks[0];
            await before.PopAsync(Given.LeasedPop("alive-1", count: 1), Token);
        }

        await using var second = await _folder.OpenStoreAsync(_clock, Token, "gone-1");
        var queue = second.Queue("senaite");
        await second.SweepAsync(Token);

        var given = (await queue.PopAsync(Given.LeasedPop("new-1", count: 2), Token)).Tasks.ShouldHaveSingleItem();
        given.TaskUid.ShouldBe(had.TaskUid);
        given.Fence.ShouldNotBe(had.Fence);
        var late = new TaskReport(ReportKind.Done, had.TaskUid) { Fence = had.Fence, ConsumerId = "gone-1" };
        (await queue.ReportAsync(late, Token)).Outcome.ShouldNotBe(ReportOutcome.Accepted);
        (await queue.ExplainAsync(had.TaskUid, Token)).ShouldNotBeNull().Attempts[0].Outcome.ShouldBe("orphaned");
    }

    [Fact]
    public async Task A_folder_that_is_gone_is_told_and_nothing_more_is_acknowledged()
    {
        await using var store = await _folder.OpenStoreAsync(_clock, Token);
        await store.AddSiteAsync(Given.Site(), Given.Manager, Token);
        var queue = store.Queue("senaite");
        await queue.AddAsync([Given.NewTask("t1")], Given.Clerk, Token);
        var aside = _folder.File("queue.db") + ".aside";
        File.Move(_folder.File("queue.db"), aside);

        await Should.ThrowAsync<QueueStoreException>(() => queue.AddAsync([Given.NewTask("t2")], Given.Clerk, Token));
        var refused = await Should.ThrowAsync<QueueStoreException>(() => queue.PopAsync(Given.Pop(), Token));
        await Should.ThrowAsync<QueueStoreException>(() => store.SweepAsync(Token));
        var trouble = store.Trouble;
        await Should.ThrowAsync<Exception>(() => queue.OldestAsync(Token));
        File.Move(aside, _folder.File("queue.db"));
        await queue.AddAsync([Given.NewTask("t3")], Given.Clerk, Token);

        refused.IsFull.ShouldBeFalse();
        refused.Message.ShouldContain("queue.db is gone");
        trouble.ShouldBe(refused.Message);
        store.Trouble.ShouldBeNull();
        (await queue.StatsAsync(Token)).Queued.ShouldBe(2);
    }

    [Fact]
    public async Task A_file_that_is_newer_than_the_program_is_refused_and_left_alone()
    {
        await (await _folder.OpenStoreAsync(_clock, Token)).DisposeAsync();
        using (var database = Database.Open(_folder.File("queue.db"), readOnly: false, cacheKilobytes: 100))
        {
            database.Execute("pragma user_version = 999");
        }

        var refused = await Should.ThrowAsync<QueueStoreException>(() => _folder.OpenStoreAsync(_clock, Token));

        refused.Message.ShouldContain("999");
        await Should.ThrowAsync<QueueStoreException>(() => _folder.OpenStoreAsync(_clock, Token));
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_refused_with_a_sentence()
    {
        await File.WriteAllTextAsync(_folder.File("queue.db"), new string('x', 5_000), Token);

        var refused = await Should.ThrowAsync<QueueStoreException>(() => _folder.OpenStoreAsync(_clock, Token));

        refused.Message.ShouldContain("queue.db is damaged, or no database");
        refused.Message.ShouldNotContain("select");
    }

    [Fact]
    public async Task A_damaged_page_is_told_with_what_to_do()
    {
        await using (var store = await _folder.OpenStoreAsync(_clock, Token))
        {
            await StoredExample.WriteAsync(store, _clock, Token);
        }

        var file = _folder.File("queue.db");
        SqliteFile.Complaint(file).ShouldBeNull();
        await using (var stream = new FileStream(file, FileMode.Open))
        {
            stream.Position = 8 * 4_096;
            stream.Write(Enumerable.Repeat((byte)0xAA, (int)(stream.Length - stream.Position)).ToArray());
        }

        var refused = await Should.ThrowAsync<QueueStoreException>(() => _folder.OpenStoreAsync(_clock, Token));

        refused.Message.ShouldContain("put the last backup in its place");
        SqliteFile.Complaint(file).ShouldNotBeNull().ShouldContain("queue.db is damaged");
    }

    [Fact]
    public async Task A_file_that_may_only_be_read_is_refused_at_once()
    {
        Assert.SkipWhen(Environment.IsPrivilegedProcess, "Root may write everything.");
        await (await _folder.OpenStoreAsync(_clock, Token)).DisposeAsync();
        File.SetAttributes(_folder.File("queue.db"), FileAttributes.ReadOnly);

        var refused = await Should.ThrowAsync<QueueStoreException>(() => _folder.OpenStoreAsync(_clock, Token));

        refused.Message.ShouldContain("cannot be opened");
    }

    [Fact]
    public async Task Reopening_keeps_everything()
    {
        await using (var store = await _folder.OpenStoreAsync(_clock, Token))
        {
            await StoredExample.WriteAsync(store, _clock, Token);
        }

        await using var again = await _folder.OpenStoreAsync(_clock, Token);

        await StoredExample.CheckAsync(again, _clock, Token);
    }

    public void Dispose() => _folder.Dispose();
}
