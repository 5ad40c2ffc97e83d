namespace LabQueue.Storage.Sqlite.Writing;

/// <summary>A consumer's wish for work. Where there is none it may be parked until there is, or until its time is over.</summary>
/// <param name="site">The site.</param>
/// <param name="request">What was asked for.</param>
internal sealed class PopCommand(SiteState site, PopRequest request) : WriteCommand
{
    private readonly TaskCompletionSource<PopResult> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private PopResult _result = PopResult.Empty;
    private volatile bool _isOver;

    /// <inheritdoc/>
    public override int Weight => 1 + request.Reports.Count + (request.Count ?? 1);

    /// <summary>The answer, once it is on disk.</summary>
    public Task<PopResult> Answer => _answer.Task;

    /// <summary>The site.</summary>
    public SiteState Site => site;

    /// <summary>What was asked for.</summary>
    public PopRequest Request => request;

    /// <summary>Where it waits; null while it does not.</summary>
    public LinkedListNode<PopCommand>? Place { get; set; }

    /// <summary>Its time is over, or nobody waits for the answer any more: it is not parked, whatever it finds.</summary>
    public void End() => _isOver = true;

    /// <inheritdoc/>
    public override void Run(WriteSession session)
    {
        _result = PopTasks.Run(session, site, request);
        if (_result.Tasks.Count == 0 && request.Wait > TimeSpan.Zero && !_isOver)
        {
            session.Park(this);
        }
    }

    /// <summary>Looks once more for work.</summary>
    /// <returns>Whether there was some.</returns>
    public bool TryAgain(WriteSession session)
    {
        var tasks = PopTasks.Take(session, site, request);
        _result = _result with { Tasks = tasks };
        return tasks.Count > 0;
    }

    /// <inheritdoc/>
    public override void Succeed()
    {
        if (Place is null)
        {
            _answer.TrySetResult(_result);
        }
    }

    /// <inheritdoc/>
    public override void Fail(Exception exception) => _answer.TrySetException(exception);
}
