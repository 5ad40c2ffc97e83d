namespace LabQueue.Storage.Sqlite;

/// <summary>The figures of one name.</summary>
internal sealed class NameCounts
{
    private long _done;

    /// <summary>Tasks that wait.</summary>
    public long Queued { get; set; }

    /// <summary>Tasks that consumers have.</summary>
    public long Running { get; set; }

    /// <summary>Tasks that failed for good.</summary>
    public long Failed { get; set; }

    /// <summary>Tasks that went well.</summary>
    public long Done
    {
        get => _done;
        set
        {
            _done = value;
            IsDoneChanged = true;
        }
    }

    /// <summary>Whether <see cref="Done"/> is to be written down.</summary>
    public bool IsDoneChanged { get; set; }

    /// <summary>Whether there is nothing to count.</summary>
    public bool IsEmpty => Queued == 0 && Running == 0 && Failed == 0 && Done == 0;

    /// <summary>The figures as they are told.</summary>
    public NameStats ToStats(string name) => new(name, Queued, Running, Failed, Done);

    /// <summary>Counts a task in or out.</summary>
    public void Add(QueueTaskStatus status, int change)
    {
        switch (status)
        {
            case QueueTaskStatus.Queued:
                Queued += change;
                break;
            case QueueTaskStatus.Running:
                Running += change;
                break;
            case QueueTaskStatus.Failed:
                Failed += change;
                break;
            case QueueTaskStatus.Done:
                Done += change;
                break;
            case QueueTaskStatus.Cancelled or QueueTaskStatus.Deleted:
                break;
        }
    }
}
