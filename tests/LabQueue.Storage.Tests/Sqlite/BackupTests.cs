using LabQueue.Engine;
using LabQueue.Storage.Sqlite;
using LabQueue.Storage.Sqlite.Native;
using LabQueue.TestKit;

namespace LabQueue.Storage.Tests.Sqlite;

public sealed class BackupTests : IDisposable
{
    private readonly ManualTimeProvider _clock = new();
    private readonly TempFolder _folder = new();
    private readonly TempFolder _other = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Copy => _folder.File("copy.db");

    [Fact]
    public async Task A_restored_copy_has_all_that_was_there()
    {
        await WriteCopyAsync();

        SqliteBackup.Restore(Copy, new SqliteStoreOptions { Folder = _other }, force: false);

        await using var restored = await _other.OpenStoreAsync(_clock, Token);
        await StoredExample.CheckAsync(restored, _clock, Token);
    }

    [Fact]
    public async Task A_copy_made_while_work_goes_on_has_every_task_that_was_acknowledged_before()
    {
        const int before = 40;
        await using var store = await _folder.OpenStoreAsync(_clock, Token);
        await store.AddSiteAsync(Given.Site(), Given.Manager, Token);
        var queue = store.Queue("senaite");
        var added = new TaskCompletionSource();
        var adding = Task.Run(async () =>
        {
            for (var i = 0; i < 10 * before; i++)
            {
                await queue.AddAsync([Given.NewTask($"t{i}")], Given.Clerk, Token);
                if (i == before)
                {
                    added.SetResult();
                }
            }
        }, Token);
        await added.Task;

        await store.BackupAsync(Copy, Token);
        await adding;
        SqliteBackup.Restore(Copy, new SqliteStoreOptions { Folder = _other }, force: false);

        await using var restored = await _other.OpenStoreAsync(_clock, Token);
        var tasks = (await restored.Queue("senaite").ListAsync(new TaskQuery(), Token)).Tasks;
        tasks.Count.ShouldBeGreaterThan(before);
        tasks.Select(task => task.TaskUid).Order(StringComparer.Ordinal).ShouldBe(
            Enumerable.Range(0, tasks.Count).Select(i => Given.Uid($"t{i}")).Order(StringComparer.Ordinal));
        (await restored.Queue("senaite").StatsAsync(Token)).Queued.ShouldBe(tasks.Count);
    }

    [Fact]
    public async Task A_backup_never_overwrites_a_file()
    {
        await using var store = await _folder.OpenStoreAsync(_clock, Token);
        await File.WriteAllTextAsync(Copy, "mine", Token);

        await Should.ThrowAsync<QueueStoreException>(() => store.BackupAsync(Copy, Token));

        (await File.ReadAllTextAsync(Copy, Token)).ShouldBe("mine");
    }

    [Fact]
    public async Task A_restore_into_a_folder_with_a_queue_needs_force_and_keeps_the_old_one()
    {
        await WriteCopyAsync();

        await (await _other.OpenStoreAsync(_clock, Token)).DisposeAsync();
        var options = new SqliteStoreOptions { Folder = _other };
        Should.Throw<QueueStoreException>(() => SqliteBackup.Restore(Copy, options, force: false)).Message.ShouldContain("--force");

        SqliteBackup.Restore(Copy, options, force: true);

        File.Exists(_other.File("queue.db.before-restore")).ShouldBeTrue();
        await using var restored = await _other.OpenStoreAsync(_clock, Token);
        await StoredExample.CheckAsync(restored, _clock, Token);
    }

    [Fact]
    public async Task The_queue_that_is_set_aside_is_whole_though_it_was_killed_with_its_log()
    {
        await using (var store = await _folder.OpenStoreAsync(_clock, Token))
        {
            await StoredExample.WriteAsync(store, _clock, Token);
            await store.BackupAsync(Copy, Token);
            foreach (var suffix in (string[])["", "-wal"])
            {
                File.Copy(_folder.File("queue.db") + suffix, _other.File("queue.db") + suffix);
            }
        }

        SqliteBackup.Restore(Copy, new SqliteStoreOptions { Folder = _other }, force: true);

        using var aside = new TempFolder();
        File.Move(_other.File("queue.db.before-restore"), aside.File("queue.db"));
        Directory.GetFiles(_other).Select(Path.GetFileName).Order(StringComparer.Ordinal).ShouldBe(["queue.db", "queue.lock"]);
        await using var old = await aside.OpenStoreAsync(_clock, Token);
        await StoredExample.CheckAsync(old, _clock, Token);
    }

    [Fact]
    public async Task A_damaged_queue_is_set_aside_as_it_is()
    {
        await WriteCopyAsync();

        await File.WriteAllTextAsync(_other.File("queue.db"), new string('x', 5_000), Token);
        SqliteBackup.Restore(Copy, new SqliteStoreOptions { Folder = _other }, force: true);

        (await File.ReadAllTextAsync(_other.File("queue.db.before-restore"), Token)).ShouldBe(new string('x', 5_000));
        await using var restored = await _other.OpenStoreAsync(_clock, Token);
        await StoredExample.CheckAsync(restored, _clock, Token);
    }

    [Fact]
    public async Task A_restore_into_an_open_folder_is_refused()
    {
        await using var store = await _folder.OpenStoreAsync(_clock, Token);
        await store.BackupAsync(Copy, Token);

        Should.Throw<QueueStoreException>(
            () => SqliteBackup.Restore(Copy, new SqliteStoreOptions { Folder = _folder }, force: true));
    }

    [Theory]
    [InlineData("")]
    [InlineData("no database at all, but some text that is long enough to be looked at as if it were one")]
    public async Task What_is_no_copy_is_refused_and_changes_nothing(string content)
    {
        await File.WriteAllTextAsync(Copy, content, Token);

        Should.Throw<QueueStoreException>(
            () => SqliteBackup.Restore(Copy, new SqliteStoreOptions { Folder = _other }, force: true));

        File.Exists(_other.File("queue.db")).ShouldBeFalse();
    }

    [Fact]
    public void A_database_of_something_else_is_refused()
    {
        using (var strange = Database.Open(Copy, readOnly: false, cacheKilobytes: 100))
        {
            strange.Execute("create table cookie (name text); pragma user_version = 1");
        }

        Should.Throw<QueueStoreException>(() => SqliteBackup.Restore(Copy, new SqliteStoreOptions { Folder = _other }, force: true))
            .Message.ShouldBe($"{Copy} is no queue of LabQueue.");

        File.Exists(_other.File("queue.db")).ShouldBeFalse();
    }

    [Fact]
    public async Task A_damaged_copy_is_refused()
    {
        await WriteCopyAsync();

        var bytes = await File.ReadAllBytesAsync(Copy, Token);
        bytes.AsSpan(bytes.Length / 2, 4_096).Fill(0xAA);
        await File.WriteAllBytesAsync(Copy, bytes, Token);

        Should.Throw<QueueStoreException>(
            () => SqliteBackup.Restore(Copy, new SqliteStoreOptions { Folder = _other }, force: false));
    }

    public void Dispose()
    {
        _folder.Dispose();
        _other.Dispose();
    }

    private async Task WriteCopyAsync()
    {
        await using var store = await _folder.OpenStoreAsync(_clock, Token);
        await StoredExample.WriteAsync(store, _clock, Token);
        await store.BackupAsync(Copy, Token);
    }
}
