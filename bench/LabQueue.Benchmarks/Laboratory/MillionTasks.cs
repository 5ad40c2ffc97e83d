using LabQueue.Benchmarks.Load;
using LabQueue.Benchmarks.Store;

namespace LabQueue.Benchmarks.Laboratory;

/// <summary>Fills the queue of a laboratory by its own store: some tasks are done, some failed, very many wait.</summary>
internal static class MillionTasks
{
    /// <summary>Fills a queue that no process has open, and pauses it: nobody is to work on them meanwhile.</summary>
    /// <param name="folder">The data folder.</param>
    /// <param name="tasks">How many wait in the end.</param>
    /// <param name="ended">How many are done; as many have failed.</param>
    /// <returns>The uid of one that waits.</returns>
    public static async Task<string> FillAsync(string folder, int tasks, int ended)
    {
        await using var store = await StoreFolder.OpenAsync(folder, FernetToken.NewKey());
        var queue = store.Queue(Target.Site);
        var by = new Actor("bench");
        var unlimited = new Dictionary<string, JsonText>(StringComparer.Ordinal) { ["max_concurrent_tasks"] = new JsonText("0") };
        await queue.ChangeSettingsAsync(unlimited, by, CancellationToken.None);
        var load = new StoreLoad(queue, uids: 2, worksheets: tasks / 10);
        await load.FillAsync(ended);
        await load.DrainAsync(ended);
        await load.FillAsync(ended, task => task with { Retries = 0 });
        await load.DrainAsync(ended, ReportKind.Fail);
        await queue.SetPausedAsync(paused: true, by, CancellationToken.None);
        await load.FillAsync(tasks);
        var filled = TimeProvider.System.GetUtcNow();
        var first = await queue.ListAsync(new TaskQuery { Statuses = [QueueTaskStatus.Queued], Limit = 1 }, CancellationToken.None);
        await IndexedAsync(queue, filled);
        return first.Tasks[0].TaskUid;
    }

    // The index for searches is made behind the commits.
    private static async Task IndexedAsync(IQueue queue, DateTimeOffset filled)
    {
        var search = new TaskSearch { Text = "submit", Limit = 1, Wait = TimeSpan.FromSeconds(2) };
        while ((await queue.FindTasksAsync(search, CancellationToken.None)).Known is not { } known || known < filled)
        {
        }
    }
}
