namespace LabQueue.Web.Queue;

/// <summary>Why tasks failed.</summary>
/// <param name="Text">The first line of what they said last.</param>
/// <param name="Count">How many said so.</param>
internal sealed record ErrorCause(string Text, int Count)
{
    /// <summary>How many failed tasks are looked at.</summary>
    public const int Reach = 1_000;

    private const int Most = 8;

    /// <summary>The commonest causes among the failed tasks, as far as those reach that are looked at.</summary>
    public static async Task<IReadOnlyList<ErrorCause>> FindAsync(IQueue queue, TaskFilter filter, CancellationToken cancellationToken)
    {
        QueueTaskStatus[] failed = [QueueTaskStatus.Failed];
        var tasks = filter.IsSet
            ? (await queue.FindTasksAsync(filter.ToSearch(failed, ghosts: false) with { Limit = Reach }, cancellationToken)).Tasks.Select(found => found.Task)
            : (await queue.ListAsync(new TaskQuery { Statuses = failed, Limit = Reach }, cancellationToken)).Tasks;
        return
        [
            .. tasks
                .Select(TaskWords.ErrorOf)
                .OfType<string>()
                .CountBy(error => TaskWords.FirstLine(error).TrimEnd('…'), StringComparer.Ordinal)
                .OrderByDescending(cause => cause.Value)
                .Take(Most)
                .Select(cause => new ErrorCause(cause.Key, cause.Value)),
        ];
    }
}
