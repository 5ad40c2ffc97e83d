namespace LabQueue.Benchmarks.Load;

/// <summary>Adds a list of tasks a call.</summary>
internal sealed class AddListCaller(Target target, TaskBytes tasks, Numbers numbers, int count) : Caller(target)
{
    private readonly RequestBytes _request = new(target, "add", tasks.List(count));

    /// <inheritdoc/>
    public override bool Step()
    {
        tasks.StampList(_request.Body, count, numbers.Take(count));
        Connection.Ask(_request.Next());
        return true;
    }
}
