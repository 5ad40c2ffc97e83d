using Microsoft.Extensions.Logging;

namespace LabQueue.Consumer;

/// <content>Reports and signs of life.</content>
internal sealed partial class QueueConsumer
{
    // A report that the queue does not want is not told for ever: its task runs again once the lease has ended.
    private const int MostRefusals = 3;

    private static readonly TimeSpan BeatAgain = TimeSpan.FromSeconds(1);

    // Half of the room in each of two calls: while the queue carries out one, the tasks of the other are worked on.
    private Task ExchangeAsync(CancellationToken stop)
    {
        var most = Math.Min(QueueLimits.TasksPerPop, (_options.Concurrency + 1) / 2);
        return Task.WhenAll(ExchangeAsync(most, stop), ExchangeAsync(most, stop));
    }

    private async Task ExchangeAsync(int most, CancellationToken stop)
    {
        List<HeldRun> ended = [];
        while (await _ended.Reader.WaitToReadAsync(CancellationToken.None))
        {
            ended.Clear();
            while (ended.Count < most && _ended.Reader.TryRead(out var run))
            {
                ended.Add(run);
            }

            if (ended.Count == 0)
            {
                continue;
            }

            if (stop.IsCancellationRequested || !_halt.IsCompleted)
            {
                await TellAllAsync(ended);
            }
            else
            {
                await SwapAsync(ended, stop);
            }
        }
    }

    // Reports what has ended and takes as many tasks in its place, in one call and one write to the queue's disk.
    private async Task SwapAsync(List<HeldRun> ended, CancellationToken stop)
    {
        var request = Ask(ended.Count, TimeSpan.Zero) with { Reports = [.. ended.Select(run => run.Report!)] };
        var backoff = new Backoff();
        while (true)
        {
            try
            {
                var result = await _queue.PopAsync(request, _giveUp.Token);
                NoteAnswer();
                for (var i = 0; i < ended.Count; i++)
                {
                    Settle(ended[i], result.Reported[i].Outcome);
                }

                await BeginAsync(result.Tasks, stop);
                _slots.Return(ended.Count - result.Tasks.Count);
                return;
            }
            catch (Exception trouble)
            {
                NoteTrouble(trouble);
                if (stop.IsCancellationRequested || trouble is not QueueException { IsTransient: true })
                {
                    await TellAllAsync(ended);
                    await RecoverAsync(request);
                    return;
                }
            }

            // The same call again: what it has reported and was given already, it is told again.
            await Task.Delay(backoff.Next(), _time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private Task TellAllAsync(IReadOnlyList<HeldRun> ended) => Task.WhenAll(ended.Select(TellAsync));

    private async Task TellAsync(HeldRun run)
    {
        var report = run.Report!;
        var backoff = new Backoff();
        for (var refusals = 0; refusals < MostRefusals && !_giveUp.IsCancellationRequested;)
        {
            try
            {
                var result = await _queue.ReportAsync(report, _giveUp.Token);
                NoteAnswer();
                Settle(run, result.Outcome);
                _slots.Return(1);
                return;
            }
            catch (Exception trouble)
            {
                refusals += trouble is QueueException { IsTransient: true } ? 0 : 1;
                NoteTrouble(trouble);
                await Task.Delay(backoff.Next(), _time, _giveUp.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        LogNotTold(_logger, report.TaskUid, report.Kind);
        Settle(run);
        _slots.Return(1);
    }

    private void Settle(HeldRun run, ReportOutcome outcome)
    {
        if (outcome == ReportOutcome.Accepted)
        {
            LogAccepted(_logger, run.Task.TaskUid, run.Task.Name, run.Report!.Kind);
        }
        else
        {
            LogRefused(_logger, run.Task.TaskUid, run.Task.Name, run.Report!.Kind, outcome);
        }

        Settle(run);
    }

    private async Task BeatAsync(CancellationToken end)
    {
        var period = _options.Lease / 3;
        var again = BeatAgain < period ? BeatAgain : period;
        var wait = period;
        while (!end.IsCancellationRequested)
        {
            await Task.Delay(wait, _time, end).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            var held = _held.Values.ToArray();
            wait = held.Length == 0 || await BeatOnceAsync(held, period, end) ? period : again;
        }
    }

    private async Task<bool> BeatOnceAsync(HeldRun[] held, TimeSpan period, CancellationToken end)
    {
        using var limit = new CancellationTokenSource(period, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, end);
        try
        {
            // The lease counts from before the call: later than that the queue cannot have renewed it.
            var sent = _time.GetTimestamp();
            var answers = await _queue.HeartbeatAsync(
                new Heartbeat(_options.ConsumerId, [.. held.Select(run => run.Held)]), either.Token);
            NoteAnswer();
            foreach (var answer in answers)
            {
                Heed(answer, _options.Lease - _time.GetElapsedTime(sent));
            }

            return true;
        }
        catch (Exception trouble)
        {
            if (!end.IsCancellationRequested)
            {
                NoteTrouble(trouble);
            }

            return false;
        }
    }

    private void Heed(HeartbeatAnswer answer, TimeSpan lease)
    {
        if (!_held.TryGetValue(new HeldTask(answer.TaskUid, answer.Fence), out var run))
        {
            return;
        }

        if (!answer.Held)
        {
            run.Cut(RunEnd.LeaseLost);
        }
        else if (lease > TimeSpan.Zero)
        {
            run.Renew(lease);
        }

        if (answer is { Held: true, Stop: true })
        {
            run.Cut(RunEnd.Cancelled);
        }
    }

    [LoggerMessage(4040, LogLevel.Debug, "Task {TaskUid} ({TaskName}): {Kind} accepted")]
    private static partial void LogAccepted(ILogger logger, string taskUid, string taskName, ReportKind kind);

    [LoggerMessage(4041, LogLevel.Warning, "Task {TaskUid} ({TaskName}): {Kind} refused ({Outcome}): it is not ours any more")]
    private static partial void LogRefused(
        ILogger logger, string taskUid, string taskName, ReportKind kind, ReportOutcome outcome);

    [LoggerMessage(4042, LogLevel.Error, "Task {TaskUid}: {Kind} could not be told; the task runs again once its lease has ended")]
    private static partial void LogNotTold(ILogger logger, string taskUid, ReportKind kind);
}
