using System.Net;
using System.Text.Json;
using LabQueue.Client;

namespace LabQueue.Host.TakingOver;

/// <summary>Adds tasks of the original to a queue, each once, however often it is run.</summary>
/// <remarks>What was added before a crash stays, and the next run finds it there by its uid.</remarks>
internal sealed class TakeOver
{
    private const int TasksPerCall = 200;
    private const int CharactersPerCall = QueueLimits.BodyBytes / 4;

    private readonly List<Finding> _refused = [];
    private readonly List<Finding> _changed = [];

    /// <summary>Tasks that the original has.</summary>
    public int Found { get; private set; }

    /// <summary>Tasks that wait here now, and waited there.</summary>
    public int Queued { get; private set; }

    /// <summary>Tasks that wait here now, and ran there.</summary>
    public int Running { get; private set; }

    /// <summary>Tasks that had failed for good, and have here.</summary>
    public int Failed { get; private set; }

    /// <summary>How many of those that were added are hidden from lists.</summary>
    public int Ghosts { get; private set; }

    /// <summary>Tasks that the queue had before, or has done since.</summary>
    public int Known { get; private set; }

    /// <summary>Tasks that cannot be taken.</summary>
    public IReadOnlyList<Finding> Refused => _refused;

    /// <summary>What is not as it was.</summary>
    public IReadOnlyList<Finding> Changed => _changed;

    /// <summary>Reads what the original has.</summary>
    public IReadOnlyList<OriginalTask> Read(JsonElement items)
    {
        var tasks = new List<OriginalTask>();
        foreach (var item in items.EnumerateArray())
        {
            Found++;
            try
            {
                tasks.Add(OriginalTaskReader.Read(item, _changed));
            }
            catch (JsonException unusable)
            {
                _refused.Add(new Finding(
                    OriginalTaskReader.Label(item, "task_uid"), OriginalTaskReader.Label(item, "name"), unusable.Message));
            }
        }

        return tasks;
    }

    /// <summary>Looks which tasks the queue has, and counts the others as if they were added.</summary>
    public async Task TryAsync(IQueue queue, IReadOnlyList<OriginalTask> tasks, CancellationToken cancellationToken)
    {
        foreach (var task in tasks)
        {
            var known = await queue.ExplainAsync(task.Wish.TaskUid!, cancellationToken);
            Count(task, isAdded: known is null);
        }
    }

    /// <summary>Adds tasks, in their order.</summary>
    /// <param name="queue">Where to.</param>
    /// <param name="tasks">What <see cref="Read"/> gave.</param>
    /// <param name="by">Who does it.</param>
    /// <param name="progress">Told after each call how many tasks are through.</param>
    /// <param name="cancellationToken">Ends it between two calls.</param>
    public async Task AddAsync(
        IQueue queue, IReadOnlyList<OriginalTask> tasks, Actor by, Action<int> progress, CancellationToken cancellationToken)
    {
        var through = 0;
        while (through < tasks.Count)
        {
            var batch = Next(tasks, through);
            await AddBatchAsync(queue, batch, by, cancellationToken);
            through += batch.Length;
            progress(through);
        }
    }

    private static OriginalTask[] Next(IReadOnlyList<OriginalTask> tasks, int start)
    {
        var size = 0;
        return [.. tasks.Skip(start).Take(TasksPerCall)
            .TakeWhile((task, index) => (size += task.Size) <= CharactersPerCall || index == 0)];
    }

    // A call adds all or none, so the one that the server does not want is found by halves.
    private async Task AddBatchAsync(IQueue queue, OriginalTask[] batch, Actor by, CancellationToken cancellationToken)
    {
        IReadOnlyList<AddResult> results;
        try
        {
            results = await queue.AddAsync([.. batch.Select(task => task.Wish)], by, cancellationToken);
        }
        catch (QueueClientException refused) when (IsAboutTasks(refused.Status))
        {
            if (batch.Length == 1)
            {
                _refused.Add(new Finding(batch[0].Wish.TaskUid, batch[0].Wish.Name, refused.Message));
                return;
            }

            var half = batch.Length / 2;
            await AddBatchAsync(queue, batch[..half], by, cancellationToken);
            await AddBatchAsync(queue, batch[half..], by, cancellationToken);
            return;
        }

        for (var index = 0; index < batch.Length; index++)
        {
            Count(batch[index], results[index].Added);
        }
    }

    private static bool IsAboutTasks(HttpStatusCode status) =>
        status is HttpStatusCode.BadRequest or HttpStatusCode.NotAcceptable or HttpStatusCode.RequestEntityTooLarge;

    private void Count(OriginalTask task, bool isAdded)
    {
        if (!isAdded)
        {
            Known++;
            return;
        }

        Ghosts += task.Wish.Ghost ? 1 : 0;
        Failed += task.IsFailed ? 1 : 0;
        Running += task.WasRunning ? 1 : 0;
        Queued += task is { IsFailed: false, WasRunning: false } ? 1 : 0;
    }
}
