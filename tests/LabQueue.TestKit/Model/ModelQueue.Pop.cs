namespace LabQueue.TestKit.Model;

public sealed partial class ModelQueue
{
    /// <summary>Section 7, pop; section 12 for reports, names, counts and leases.</summary>
    public PopResult Pop(PopRequest request, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(request);
        var reported = request.Reports.Select(report => Report(report, now)).ToList();
        EndLeases(now);
        PurgeStuck(now);
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

    // Step 1: what runs too long fails as by time-out.
    private void PurgeStuck(DateTimeOffset now)
    {
        foreach (var task in Running.Where(task => task.LeaseUntil is null && IsOlder(task, task.MaxSeconds, now)))
        {
            Put(ModelRules.TimeOut(task, now), now, task.ConsumerId, null);
        }
    }

    // Step 2: a classic consumer that asks has lost what it had.
    private bool HadWork(string consumer, DateTimeOffset now)
    {
        var had = Running.Where(task => task.ConsumerId == consumer).ToList();
        foreach (var task in had.Where(task => task.LeaseUntil is null && IsOlder(task, 10, now)))
        {
            Put(ModelRules.Fail(task, JsonText.FromString($"Purged on pop ({consumer})"), now), now, consumer, null);
        }

        return had.Count > 0;
    }

    // Steps 3 and 4.
    private QueueTask? Best(PopRequest request, DateTimeOffset now)
    {
        var limit = Settings.MaxConcurrentTasks ?? (Settings.Trust == TrustMode.Original ? 4 : 0);
        var running = Running;
        if (Paused || (limit > 0 && running.Count >= limit))
        {
            return null;
        }

        return Queued
            .Where(task => request.Names.Count == 0 || request.Names.Contains(task.Name))
            .Where(task => ModelRules.IsReady(task, now))
            .FirstOrDefault(task => !ModelRules.IsHeldBack(task, running, Settings.ExactPairs));
    }

    // Step 5.
    private QueueTask Take(QueueTask task, PopRequest request, DateTimeOffset now)
    {
        if (request.Lease is { } length)
        {
            _leases[task.TaskUid] = length;
        }

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
        return Put(taken, now, null, null)!;
    }

    private static bool IsOlder(QueueTask task, int seconds, DateTimeOffset now) =>
        (now - task.Started!.Value).TotalSeconds > seconds;
}
