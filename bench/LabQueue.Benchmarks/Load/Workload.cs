namespace LabQueue.Benchmarks.Load;

/// <summary>The load of one server: the tasks that it is given, and what is done with them.</summary>
/// <param name="target">The server.</param>
/// <param name="tasks">The tasks.</param>
/// <param name="second">A second server of the same queue, which every other connection calls; null: there is none.</param>
internal sealed class Workload(Target target, TaskBytes tasks, Target? second = null)
{
    /// <summary>Tasks of a list that is measured.</summary>
    public const int ListLength = 100;

    private const int FillLength = 1_000;

    private readonly Numbers _numbers = new();

    /// <summary>Does something, and measures it.</summary>
    /// <param name="operation">What.</param>
    /// <param name="connections">Over how many connections at once.</param>
    /// <param name="count">How often.</param>
    public LoadResult Run(Operation operation, int connections, int count) =>
        LoadRun.Run(target, connections, count, number => Make(operation, number));

    /// <summary>Adds tasks in lists of a thousand until the queue has at least as many; not measured.</summary>
    public void FillTo(int depth)
    {
        using var caller = new AddListCaller(target, tasks, _numbers, FillLength);
        for (var waiting = QueueState.Read(target).Queued; waiting < depth; waiting += FillLength)
        {
            caller.Step();
        }
    }

    /// <summary>Works tasks off until the queue has as many as it shall have; not measured.</summary>
    public void TrimTo(int depth)
    {
        var waiting = QueueState.Read(target).Queued;
        if (waiting > depth)
        {
            Drain.Run(target, waiting - depth);
        }
    }

    /// <summary>Makes sure that no task was lost or done twice.</summary>
    /// <exception cref="InvalidDataException">One was.</exception>
    public void Check()
    {
        var state = QueueState.Read(target);
        if (state.Queued + state.Done != _numbers.Taken || state.Running != 0)
        {
            throw new InvalidDataException($"{_numbers.Taken} tasks were added, and the queue says {state}.");
        }
    }

    private Caller Make(Operation operation, int number)
    {
        var called = number % 2 == 0 ? second ?? target : target;
        return operation switch
        {
            Operation.Add => new AddCaller(called, tasks, _numbers),
            Operation.AddList => new AddListCaller(called, tasks, _numbers, ListLength),
            Operation.PopDone => new PopDoneCaller(called, number),
            Operation.ReportTake => new ReportTakeCaller(called, number),
        };
    }
}
