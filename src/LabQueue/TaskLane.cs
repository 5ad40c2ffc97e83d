namespace LabQueue;

/// <summary>Which tasks keep each other waiting.</summary>
/// <remarks>
/// A lane is the task's own <c>lane</c> text, else the pair (name, place); at most one task of a lane runs. Tasks without
/// a lane text are held back by more than their lane: not while some running task has their name <em>and</em> some
/// running task, maybe another, has their place (<c>wire-protocol</c>, section 7, pop step 4).
/// </remarks>
internal static class TaskLane
{
    /// <summary>The third step of a path, such as <c>WS-1</c> in <c>/senaite/worksheets/WS-1/x</c>; null where there is none.</summary>
    public static string? Place(string contextPath)
    {
        ArgumentNullException.ThrowIfNull(contextPath);
        var path = contextPath.AsSpan().Trim('/');
        for (var step = 0; step < 2; step++)
        {
            var slash = path.IndexOf('/');
            if (slash < 0)
            {
                return null;
            }

            path = path[(slash + 1)..];
        }

        var end = path.IndexOf('/');
        path = end < 0 ? path : path[..end];
        return path.IsEmpty ? null : path.ToString();
    }

    /// <summary>The place that counts for the classic rule; null for tasks that the rule does not know.</summary>
    public static string? ClassicPlace(QueueTask task)
    {
        ArgumentNullException.ThrowIfNull(task);
        return task.Lane is null ? Place(task.ContextPath) : null;
    }

    /// <summary>The task's lane as a key; null for a task that keeps nobody waiting.</summary>
    /// <remarks>The first letter and the length keep keys of different kinds and names apart, whatever texts they have.</remarks>
    public static string? Key(QueueTask task)
    {
        ArgumentNullException.ThrowIfNull(task);
        if (task.Lane is not null)
        {
            return "l" + task.Lane;
        }

        return Place(task.ContextPath) is { } place ? $"p{task.Name.Length}:{task.Name}{place}" : null;
    }
}
