using Microsoft.Extensions.Logging;

namespace LabQueue.Consumer;

/// <content>Taking tasks.</content>
internal sealed partial class QueueConsumer
{
    // Nobody answers "nothing to do" sooner who was asked to wait, but a server that stops, or one that cannot wait.
    private static readonly TimeSpan TooSoon = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ShortHalt = TimeSpan.FromSeconds(5);

    private async Task WatchAsync(CancellationToken stop)
    {
        // The first call does not wait: its answer shows that the queue is there.
        var wait = TimeSpan.Zero;
        try
        {
            while (!stop.IsCancellationRequested)
            {
                var slots = await _slots.TakeAsync(stop);
                await _halt.WaitAsync(stop);
                var asked = _time.GetTimestamp();
                var tasks = await TakeAsync(Ask(slots, wait), stop);
                if (_halt.IsCompleted)
                {
                    await BeginAsync(tasks, stop);
                    _slots.Return(slots - tasks.Count);
                }
                else
                {
                    // Asked for before it was known that they cannot be worked on.
                    await GiveBackAsync(tasks);
                    _slots.Return(slots);
                }

                if (tasks.Count == 0 && wait > TimeSpan.Zero && _time.GetElapsedTime(asked) < TooSoon)
                {
                    await Task.Delay(TooSoon, _time, stop);
                }

                wait = _options.Wait;
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Room that was taken is not needed any more.
        }
    }

    private async Task<IReadOnlyList<QueueTask>> TakeAsync(PopRequest request, CancellationToken stop)
    {
        var backoff = new Backoff();
        while (true)
        {
            try
            {
                var result = await _queue.PopAsync(request, stop);
                NoteAnswer();
                return result.Tasks;
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                await RecoverAsync(request);
                throw;
            }
            catch (Exception trouble)
            {
                NoteTrouble(trouble);
                await Task.Delay(backoff.Next(), _time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    // The queue may have given tasks to a request whose answer nobody heard. No task has the request's id for a name, so
    // this asks for those, and for nothing new.
    private async Task RecoverAsync(PopRequest request)
    {
        try
        {
            using var limit = new CancellationTokenSource(LastWords, _time);
            var lost = await _queue.PopAsync(
                request with { Wait = TimeSpan.Zero, Reports = [], Names = [request.RequestId!] }, limit.Token);
            await GiveBackAsync(lost.Tasks);
        }
        catch (QueueException refused) when (!refused.IsTransient)
        {
            // Whom the queue refuses it gives nothing.
            return;
        }
        catch (Exception trouble)
        {
            // If there were any, their leases end.
            LogNotRecovered(_logger, trouble.Message);
        }
    }

    private async Task GiveBackAsync(IReadOnlyList<QueueTask> tasks)
    {
        using var limit = new CancellationTokenSource(LastWords, _time);
        foreach (var task in tasks)
        {
            var release = new TaskReport(ReportKind.Release, task.TaskUid)
            {
                Fence = task.Fence,
                ConsumerId = _options.ConsumerId,
            };
            try
            {
                await _queue.ReportAsync(release, limit.Token);
            }
            catch (Exception trouble)
            {
                LogNotRecovered(_logger, trouble.Message);
            }
        }
    }

    private PopRequest Ask(int count, TimeSpan wait) => new(_options.ConsumerId)
    {
        Count = count,
        Wait = wait,
        Names = [.. _options.Names],
        Lease = _options.Lease,
        RequestId = Guid.NewGuid().ToString("N"),
        Version = _options.Version,
    };

    private void Halt(TaskReleasedException why, CancellationToken stop)
    {
        lock (_door)
        {
            if (_halt.IsCompleted)
            {
                _status.Halted(why.Message);
                _halt = UntilFreeAsync(why, stop);
            }
        }
    }

    private async Task UntilFreeAsync(TaskReleasedException why, CancellationToken stop)
    {
        try
        {
            await (why.Until?.Invoke(stop) ?? Task.Delay(ShortHalt, _time, stop));
        }
        catch (Exception trouble) when (!stop.IsCancellationRequested)
        {
            LogUntilFailed(_logger, trouble, trouble.Message);
            await Task.Delay(ShortHalt, _time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        catch (OperationCanceledException)
        {
            // The consumer stops; nothing is taken any more.
        }

        _status.Halted(reason: null);
    }

    private void NoteAnswer()
    {
        if (_status.Answered())
        {
            LogAnswers(_logger);
        }
    }

    private void NoteTrouble(Exception trouble)
    {
        if (_status.Unanswered(trouble.Message))
        {
            LogTrouble(_logger, trouble.Message);
        }
    }

    [LoggerMessage(4030, LogLevel.Information, "The queue answers")]
    private static partial void LogAnswers(ILogger logger);

    [LoggerMessage(4031, LogLevel.Warning, "The queue cannot be asked, and is asked again until it can: {Reason}")]
    private static partial void LogTrouble(ILogger logger, string reason);

    [LoggerMessage(4032, LogLevel.Warning, "A task may not have been given back; its lease ends: {Reason}")]
    private static partial void LogNotRecovered(ILogger logger, string reason);

    [LoggerMessage(4033, LogLevel.Error, "It cannot be found out when tasks may be taken again: {Reason}")]
    private static partial void LogUntilFailed(ILogger logger, Exception exception, string reason);
}
