namespace LabQueue.Benchmarks.Load;

/// <summary>Adds a task a call.</summary>
internal sealed class AddCaller : Caller
{
    private readonly TaskBytes _tasks;
    private readonly Numbers _numbers;
    private readonly RequestBytes[] _requests;

    public AddCaller(Target target, TaskBytes tasks, Numbers numbers)
        : base(target)
    {
        _tasks = tasks;
        _numbers = numbers;
        _requests = [.. TaskBytes.Names.Select((_, kind) => new RequestBytes(target, "add", tasks.PrototypeOf(kind)))];
    }

    /// <inheritdoc/>
    public override bool Step()
    {
        var number = _numbers.Take(1);
        var request = _requests[number % _requests.Length];
        _tasks.Stamp(request.Body, number);
        Connection.Ask(request.Next());
        return true;
    }
}
