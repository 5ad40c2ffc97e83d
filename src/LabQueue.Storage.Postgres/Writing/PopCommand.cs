using LabQueue.Engine;

namespace LabQueue.Storage.Postgres.Writing;

/// <summary>A consumer's wish for work. Where there is none it may be parked until there is, or until its time is over.</summary>
/// <remarks><c>wire-protocol</c>, section 7, "pop", whose steps are named here, and section 12.</remarks>
/// <param name="request">What was asked for.</param>
internal sealed class PopCommand(PopRequest request) : WriteCommand
{
    private readonly TaskCompletionSource<PopResult> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private IReadOnlyList<ReportResult> _reported = [];
    private List<QueueTask> _tasks = [];
    private volatile bool _isOver;

    /// <inheritdoc/>
    public override Turn Turn => Turn.Pop;

    /// <inheritdoc/>
    public override int Weight => 1 + request.Reports.Count + (request.Count ?? 1);

    /// <summary>The answer, once it is on disk.</summary>
    public Task<PopResult> Answer => _answer.Task;

    /// <summary>What was asked for.</summary>
    public PopRequest Request => request;

    /// <summary>Where it waits; null while it does not.</summary>
    public LinkedListNode<PopCommand>? Place { get; set; }

    /// <summary>How many more tasks it wants.</summary>
    public int Missing { get; private set; }

    /// <summary>Whether it is to wait, because there was nothing.</summary>
    public bool IsToWait => _tasks.Count == 0 && request.Wait > TimeSpan.Zero && !_isOver && _answer.Task is { IsCompleted: false };

    /// <summary>Whether it got something.</summary>
    public bool HasTasks => _tasks.Count > 0;

    /// <summary>Whether nobody waits for its answer any more.</summary>
    public bool IsOver => _isOver;

    /// <summary>Its time is over, or nobody waits for the answer any more: it is not parked, whatever it finds.</summary>
    public void End() => _isOver = true;

    /// <inheritdoc/>
    public override void Plan(LoadPlan plan)
    {
        plan.Runs = plan.Due = true;
        plan.Pops.Add(request);
        foreach (var report in request.Reports)
        {
            plan.TaskUids.Add(report.TaskUid);
        }
    }

    /// <inheritdoc/>
    public override async ValueTask RunAsync(GroupWork work, CancellationToken cancellationToken)
    {
        var reported = new ReportResult[request.Reports.Count];
        for (var i = 0; i < reported.Length; i++)
        {
            reported[i] = await Reporting.RunAsync(work, request.Reports[i], cancellationToken);
        }

        _reported = reported;
        work.Heard[request.ConsumerId] = request;
    }

    /// <summary>After its reports, and the ends of runs whose time is over: finds out whether it is to be given work.</summary>
    public void Prepare(GroupWork work)
    {
        Await();
        var given = GivenBefore(work);
        if (given.Length > 0)
        {
            _tasks = [.. given];
            Missing = 0;
        }
        else if (request.Lease is null && LosesOwn(work))
        {
            Missing = 0;
        }
    }

    /// <summary>Begins anew with the wish for work alone.</summary>
    public void Await()
    {
        _tasks = [];
        Missing = request.Count ?? 1;
    }

    /// <summary>Step 5: gives it a task.</summary>
    public void Give(QueueTask task)
    {
        _tasks.Add(task);
        Missing--;
    }

    /// <summary>The same call came twice, and the other one was given these.</summary>
    public void GiveAsWell(IReadOnlyList<QueueTask> tasks)
    {
        _tasks = [.. tasks];
        Missing = 0;
    }

    /// <inheritdoc/>
    public override void Succeed()
    {
        if (Place is null)
        {
            _answer.TrySetResult(new PopResult(_tasks, _reported));
        }
    }

    /// <inheritdoc/>
    public override void Fail(Exception exception) => _answer.TrySetException(exception);

    // The answer to this request may have been lost on its way: as long as the leases live, it is given again.
    private QueueTask[] GivenBefore(GroupWork work) =>
        request.RequestId is null
            ? []
            : [.. work.Running.All
                .Where(run => run.ConsumerId == request.ConsumerId && run.Request == request.RequestId)
                .OrderBy(run => run.Number)
                .Select(run => work.ById[run.Id].Now!.Task with { LeaseUntil = run.LeaseUntil })];

    // Step 2: a classic consumer only asks when it has no work, so what it still has, it has lost.
    private bool LosesOwn(GroupWork work)
    {
        var own = work.Running.All.Where(run => run.ConsumerId == request.ConsumerId && run.LeaseSeconds is null).ToArray();
        foreach (var tracked in own.Select(run => work.ById[run.Id]).Where(task => TaskLifecycle.IsForgotten(task.Now!.Task, work.Now)))
        {
            var after = TaskLifecycle.Purge(tracked.Now!.Task, work.Now);
            TaskMoves.Settle(work, tracked, after, "purged", new Actor(request.ConsumerId));
        }

        return own.Length > 0;
    }
}
