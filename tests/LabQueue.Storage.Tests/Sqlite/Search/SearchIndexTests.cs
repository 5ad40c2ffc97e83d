using LabQueue.Storage.Sqlite;
using LabQueue.Storage.Sqlite.Native;
using LabQueue.Storage.Sqlite.Search;
using LabQueue.TestKit;

namespace LabQueue.Storage.Tests.Sqlite.Search;

/// <summary>The file of the index: nothing is in it alone, so whatever becomes of it, it comes back.</summary>
public sealed class SearchIndexTests : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly ManualTimeProvider _clock = new();
    private readonly TempFolder _folder = new();
    private SqliteQueueStore? _store;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private SqliteStoreOptions Options => new() { Folder = _folder };

    [Theory]
    [InlineData("")]
    [InlineData("no database at all, but some text that is long enough to be looked at as if it were one")]
    public async Task An_index_that_is_gone_or_damaged_is_made_anew(string content)
    {
        await OpenAsync();
        await AddAsync("t1", "t2");
        await _store!.DisposeAsync();
        SearchFile.Delete(Options.IndexFile);
        await File.WriteAllTextAsync(Options.IndexFile, content, Token);

        await OpenAsync();

        (await FindAsync("alpha")).ShouldBe(["t2", "t1"]);
    }

    [Fact]
    public async Task The_index_of_another_queue_is_not_taken_for_ones_own()
    {
        using var other = new TempFolder();
        await OpenAsync();
        await AddAsync("t1");
        await FindAsync("alpha");
        await _store!.DisposeAsync();
        await using (var elsewhere = await other.OpenStoreAsync(_clock, Token))
        {
            await elsewhere.AddSiteAsync(Given.Site(), Given.Manager, Token);
            await elsewhere.Queue("senaite").AddAsync([Given.NewTask("o1", name: "alpha")], Given.Clerk, Token);
        }

        File.Copy(other.File("queue.db"), _folder.File("queue.db"), overwrite: true);
        await OpenAsync();

        (await FindAsync("alpha")).ShouldBe(["o1"]);
    }

    [Fact]
    public async Task A_restored_backup_is_searched_as_it_is()
    {
        var copy = _folder.File("copy.db");
        await OpenAsync();
        await AddAsync("t1");
        await _store!.BackupAsync(copy, Token);
        await AddAsync("t2");
        await FindAsync("alpha");
        await _store.DisposeAsync();

        SqliteBackup.Restore(copy, Options, force: true);
        await OpenAsync();
        await AddAsync("t3");

        (await FindAsync("alpha")).ShouldBe(["t3", "t1"]);
    }

    [Fact]
    public async Task What_a_crash_cuts_off_is_taken_in_once_more()
    {
        await OpenAsync();
        await AddAsync("t1");
        await FindAsync("alpha");
        await _store!.DisposeAsync();
        using (var index = Database.Open(Options.IndexFile, readOnly: false, cacheKilobytes: 100))
        {
            // As if the process had ended before the commit: neither the row nor the number is there.
            index.Execute("delete from search; update state set cursor = 0");
        }

        await OpenAsync();

        (await FindAsync("alpha")).ShouldBe(["t1"]);
    }

    [Fact]
    public async Task Searches_of_an_emptied_site_find_nothing_of_before()
    {
        await OpenAsync();
        await AddAsync("t1");
        await FindAsync("alpha");

        await _store!.ResetAsync("senaite", Given.Site(), [], Token);
        await AddAsync("t2");

        (await FindAsync("alpha")).ShouldBe(["t2"]);
    }

    [Fact]
    public async Task The_index_of_a_queue_with_many_tasks_is_made_while_the_queue_works()
    {
        await OpenAsync();
        for (var i = 0; i < 3; i++)
        {
            await AddAsync([.. Enumerable.Range(i * 1_000, 1_000).Select(n => $"t{n}")]);
        }

        await _store!.DisposeAsync();
        SearchFile.Delete(Options.IndexFile);

        await OpenAsync();
        await AddAsync("z1");

        (await FindAsync("alpha", 1_000)).Count.ShouldBe(1_000);
        (await FindAsync(Given.Uid("t0"))).ShouldBe(["t0"]);
        (await FindAsync(Given.Uid("z1"))).ShouldBe(["z1"]);
    }

    [Fact]
    public async Task A_tasks_words_are_taken_in_and_out_of_the_index()
    {
        await OpenAsync();
        await AddAsync("t1");
        await FindAsync("alpha");
        await _store!.Queue("senaite").DeleteAsync(Given.Uid("t1"), Given.Manager, Token);
        (await FindAsync("alpha")).ShouldBe(["t1"]);
        _clock.Advance(TimeSpan.FromDays(100));
        while (await _store.SweepAsync(Token))
        {
        }

        using var fill = await CloseAsync();
        while (!fill.DropGone())
        {
        }

        using var index = Database.OpenUntouched(Options.IndexFile);
        var row = index.Prepare("select count(*) from search");
        row.Step();
        row.Int64().ShouldBe(0);
        row.Stop();
    }

    public async ValueTask DisposeAsync()
    {
        await _store!.DisposeAsync();
        _folder.Dispose();
    }

    private async Task OpenAsync()
    {
        _store = await _folder.OpenStoreAsync(_clock, Token);
        await _store.AddSiteAsync(Given.Site(), Given.Manager, Token);
    }

    private async Task<SearchFill> CloseAsync()
    {
        await _store!.DisposeAsync();
        return new SearchFill(Options);
    }

    private async Task AddAsync(params string[] starts) => await _store!.Queue("senaite").AddAsync(
        [.. starts.Select(start => Given.NewTask(start, name: "alpha", place: start))], Given.Clerk, Token);

    private async Task<IReadOnlyList<string>> FindAsync(string words, int limit = 100)
    {
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Token);
        patience.CancelAfter(Patience);
        while (true)
        {
            var page = await _store!.Queue("senaite").FindTasksAsync(new TaskSearch { Text = words, Limit = limit }, patience.Token);
            if (page.Known == _clock.GetUtcNow())
            {
                return [.. page.Tasks.Select(found => found.Task.TaskUid[..2])];
            }

            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
