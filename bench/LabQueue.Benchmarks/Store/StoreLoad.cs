using System.Diagnostics;
using LabQueue.Benchmarks.Load;

namespace LabQueue.Benchmarks.Store;

/// <summary>Calls the embedded store from several tasks of this process, without HTTP between.</summary>
/// <param name="queue">The store's queue.</param>
/// <param name="uids">Objects that each task names.</param>
/// <param name="worksheets">Over how many worksheets the tasks spread.</param>
internal sealed class StoreLoad(IQueue queue, int uids, int worksheets)
{
    private static readonly Actor By = new("bench");

    private readonly string[] _uids = [.. Enumerable.Range(1, uids).Select(number => TaskBytes.Uid((ulong)number))];
    private readonly Numbers _numbers = new();

    /// <summary>Makes the next tasks.</summary>
    public NewTask[] Make(int count)
    {
        var first = _numbers.Take(count);
        var tasks = new NewTask[count];
        for (var i = 0; i < count; i++)
        {
            tasks[i] = Make(first + i);
        }

        return tasks;
    }

    /// <summary>Adds lists until so many were added; not measured.</summary>
    /// <param name="count">How many.</param>
    /// <param name="change">What is special about them; null: nothing.</param>
    public async Task FillAsync(int count, Func<NewTask, NewTask>? change = null)
    {
        for (var i = 0; i < count; i += 1_000)
        {
            var tasks = Make(1_000);
            await queue.AddAsync(change is null ? tasks : [.. tasks.Select(change)], By, CancellationToken.None);
        }
    }

    /// <summary>Adds a task.</summary>
    public Task AddAsync() => queue.AddAsync(Make(1), By, CancellationToken.None);

    /// <summary>Adds a list.</summary>
    public Task AddListAsync() => queue.AddAsync(Make(Workload.ListLength), By, CancellationToken.None);

    /// <summary>Takes a task and reports it done, as a classic consumer.</summary>
    /// <returns>False where there was none.</returns>
    public async Task<bool> PopDoneAsync(int consumer)
    {
        var taken = await queue.PopAsync(new PopRequest(AnswerFields.Consumer(consumer)), CancellationToken.None);
        if (taken.Tasks.Count == 0)
        {
            return false;
        }

        await queue.ReportAsync(new TaskReport(ReportKind.Done, taken.Tasks[0].TaskUid), CancellationToken.None);
        return true;
    }

    /// <summary>Reports a task and takes the next one.</summary>
    /// <param name="consumer">Number of the consumer.</param>
    /// <param name="held">The task it has; null: none.</param>
    /// <param name="kind">What is reported.</param>
    /// <param name="count">How many are taken.</param>
    /// <param name="name">Only tasks of that name; null: any.</param>
    public async Task<IReadOnlyList<QueueTask>> ReportTakeAsync(
        int consumer, IReadOnlyList<QueueTask> held, ReportKind kind = ReportKind.Done, int? count = null, string? name = null)
    {
        var request = new PopRequest(AnswerFields.Consumer(consumer))
        {
            Lease = TimeSpan.FromSeconds(60),
            Count = count,
            Names = name is null ? [] : [name],
            Reports = [.. held.Select(task => new TaskReport(kind, task.TaskUid) { Fence = task.Fence })],
        };
        return (await queue.PopAsync(request, CancellationToken.None)).Tasks;
    }

    /// <summary>Reports tasks done.</summary>
    public async Task ReportAsync(IReadOnlyList<QueueTask> held)
    {
        foreach (var task in held)
        {
            await queue.ReportAsync(new TaskReport(ReportKind.Done, task.TaskUid) { Fence = task.Fence }, CancellationToken.None);
        }
    }

    /// <summary>Works tasks off a hundred at a time; not measured.</summary>
    /// <param name="count">How many.</param>
    /// <param name="kind">What is reported.</param>
    public async Task DrainAsync(int count, ReportKind kind = ReportKind.Done)
    {
        IReadOnlyList<QueueTask> held = [];
        for (var taken = 0; taken < count; taken += held.Count)
        {
            held = await ReportTakeAsync(0, held, kind, Math.Min(QueueLimits.TasksPerPop, count - taken));
            if (held.Count == 0)
            {
                return;
            }
        }

        foreach (var task in held)
        {
            await queue.ReportAsync(new TaskReport(kind, task.TaskUid) { Fence = task.Fence }, CancellationToken.None);
        }
    }

    /// <summary>Lets callers do something until it was done so often, all together.</summary>
    /// <param name="callers">How many at once.</param>
    /// <param name="count">How often.</param>
    /// <param name="step">Does it for the caller with that number; false: there was nothing to do.</param>
    public static async Task<StoreResult> RunAsync(int callers, int count, Func<int, Task<bool>> step)
    {
        var (left, done, empty) = (count, 0, 0);
        var before = StoreResult.Counters.Read();
        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(1, callers).Select(number => Task.Run(async () =>
        {
            while (Interlocked.Decrement(ref left) >= 0)
            {
                _ = await step(number) ? Interlocked.Increment(ref done) : Interlocked.Increment(ref empty);
            }
        })));
        return new StoreResult(done, empty, Stopwatch.GetElapsedTime(started), StoreResult.Counters.Read() - before);
    }

    private NewTask Make(long number)
    {
        var worksheet = TaskBytes.Mix((ulong)number) % (ulong)worksheets;
        return new NewTask(
            TaskBytes.Names[(int)(number % TaskBytes.Names.Count)],
            TaskBytes.Uid(~worksheet),
            $"/senaite/worksheets/WS-{worksheet:0000000}")
        {
            TaskUid = TaskBytes.Uid((ulong)number),
            Uids = _uids,
            Created = TimeProvider.System.GetUtcNow(),
            Username = "analyst1",
        };
    }
}
