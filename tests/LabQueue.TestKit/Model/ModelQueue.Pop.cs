namespace LabQueue.TestKit.Model;

public partial class ModelQueue
{
    /// <summary>Section 7, pop; section 12 for reports, names, counts and leases.</summary>
    public virtual PopResult Pop(PopRequest request, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(request);
        var reported = request.Reports.Select(report => Report(report, now)).ToList();
        EndRuns(now);
        var given = Running
            .Where(task => request.RequestId is not null
                && task.ConsumerId == request.ConsumerId
                && _claims[task.TaskUid].RequestId == request.RequestId)
            .OrderBy(task => task.Fence)
            .ToList();
        if (given.Count > 0)
        {
            return new PopResult(given, reported);
        }

        if (request.Lease is null && HadWork(request.ConsumerId, now))
        {
            return new PopResult([], reported);
        }

        var taken = new List<QueueTask>();
        while (taken.Count < (request.Count ?? 1) && Best(request, now) is { } best)
        {
            taken.Add(Take(best, request, now));
        }

        return new PopResult(taken, reported);
    }

    /// <summary>
    /// Pop step 1, and the sweep by the clock: classic runs over their time limit, and leases that ended, in that order.
    /// </summary>
    public virtual void EndRuns(DateTimeOffset now)
    {
        foreach (var task in Running.OrderBy(EndOf).Where(task => EndOf(task) < now).ToList())
        {
            var after = task.LeaseUntil is null ? TimeOut(task, now) : Orphan(task, now);
            Put(after, now, task.LeaseUntil is null ? "timeout" : "orphaned", new Actor(task.ConsumerId!));
        }
    }

    /// <summary>Section 12: a server that starts gives every live lease its whole length.</summary>
    public void Restart(DateTimeOffset now)
    {
        foreach (var task in Running.Where(task => task.LeaseUntil is not null))
        {
            Put(task with { LeaseUntil = now + _claims[task.TaskUid].Lease }, now);
        }
    }

    private static DateTimeOffset EndOf(QueueTask task) =>
        task.LeaseUntil ?? task.Started!.Value.AddSeconds(task.MaxSeconds);

    // Step 2: a classic consumer that asks has lost what it had. Leases tell by themselves.
    private bool HadWork(string consumer, DateTimeOffset now)
    {
        var had = Running.Where(task => task.ConsumerId == consumer && task.LeaseUntil is null).ToList();
        foreach (var task in had.Where(task => task.Started!.Value.AddSeconds(10) < now))
        {
            var message = JsonText.FromString($"Purged on pop ({consumer})");
            Put(Fail(task, message, now), now, "purged", new Actor(consumer));
        }

        return had.Count > 0;
    }

    // Steps 3 and 4.
    private QueueTask? Best(PopRequest request, DateTimeOffset now)
    {
        var running = Running;
        if (Paused || IsFull(running.Count))
        {
            return null;
        }

        // Of the ready tasks of a lane only the best one counts, also for a consumer that wants other names.
        return Queued
            .Where(task => IsReady(task, now))
            .DistinctBy(task => task.Lane is null ? "task " + task.TaskUid : "lane " + task.Lane)
            .Where(task => request.Names.Count == 0 || request.Names.Contains(task.Name))
            .FirstOrDefault(task => !IsHeldBack(task, running));
    }

    // Step 5.
    private QueueTask Take(QueueTask task, PopRequest request, DateTimeOffset now)
    {
        _claims[task.TaskUid] = new ModelClaim(request.Lease, request.RequestId);
        var taken = task with
        {
            Status = QueueTaskStatus.Running,
            Started = now,
            ConsumerId = request.ConsumerId,
            Attempts = task.Attempts + 1,
            Fence = request.Lease is null ? null : ++_fences,
            LeaseUntil = now + request.Lease,
            Extra = task.Extra.Without("started", "consumer_id"),
        };
        return Put(taken, now)!;
    }
}
