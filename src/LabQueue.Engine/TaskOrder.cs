namespace LabQueue.Engine;

/// <summary>The rule of the queue's order.</summary>
/// <remarks><c>wire-protocol</c>, section 6.</remarks>
public static class TaskOrder
{
    /// <summary>Seconds of waiting that a point of priority is worth.</summary>
    public const int SecondsPerPriority = 300;

    /// <summary>The rank of all that is not in the top-priority list; above any list's length.</summary>
    public const int Unranked = 1_000_000;

    /// <summary>Place of the task's name in the list, else of its action, else after all of them.</summary>
    public static int Rank(string name, string? action, IReadOnlyList<string> topPriorityTasks)
    {
        ArgumentNullException.ThrowIfNull(topPriorityTasks);
        var place = IndexOf(topPriorityTasks, name);
        place = place >= 0 ? place : IndexOf(topPriorityTasks, action);
        return place >= 0 ? place : Unranked;
    }

    /// <summary><c>created + 300 s * priority</c>, in microseconds since 1970.</summary>
    public static long Due(DateTimeOffset created, int priority) =>
        created.ToMicroseconds() + ((long)priority * SecondsPerPriority * UnixTime.MicrosecondsPerSecond);

    /// <summary>The task's place in the order.</summary>
    public static OrderKey Key(QueueTask task, IReadOnlyList<string> topPriorityTasks)
    {
        ArgumentNullException.ThrowIfNull(task);
        return new OrderKey(
            Rank(task.Name, task.Action, topPriorityTasks),
            Due(task.Created, task.Priority),
            task.ContextUid,
            task.Arrival);
    }

    private static int IndexOf(IReadOnlyList<string> list, string? text)
    {
        for (var i = 0; text is not null && i < list.Count; i++)
        {
            if (string.Equals(list[i], text, StringComparison.Ordinal))
            {
                return i;
            }
        }

        return -1;
    }
}
