using System.Collections.Concurrent;
using System.Threading.Channels;
using LabQueue.TestKit;

namespace LabQueue.Consumer.Tests.Running;

/// <summary>A queue that tells a test what a consumer asked and was answered, and fails where the test wants it to.</summary>
internal sealed class ObservedQueue(IQueue inner) : QueueDecorator(inner)
{
    private readonly Channel<(TaskReport Report, ReportOutcome Outcome)> _reports =
        Channel.CreateUnbounded<(TaskReport, ReportOutcome)>();

    private readonly Channel<Heartbeat> _beats = Channel.CreateUnbounded<Heartbeat>();
    private readonly Channel<PopRequest> _waits = Channel.CreateUnbounded<PopRequest>();
    private readonly Channel<QueueTask> _taken = Channel.CreateUnbounded<QueueTask>();
    private readonly Channel<Exception> _failures = Channel.CreateUnbounded<Exception>();
    private int _beatCount;

    /// <summary>Called before each call; what it gives is thrown.</summary>
    public Func<object, Exception?> Before { get; set; } = _ => null;

    /// <summary>Called after each call was carried out; what it gives is thrown, so that the answer is lost.</summary>
    public Func<object, Exception?> After { get; set; } = _ => null;

    /// <summary>All calls for work.</summary>
    public ConcurrentQueue<PopRequest> Pops { get; } = new();

    /// <summary>How many signs of life were answered.</summary>
    public int Beats => Volatile.Read(ref _beatCount);

    /// <summary>The next call that waits for work.</summary>
    public async Task<PopRequest> NextWaitAsync() => await _waits.Reader.ReadAsync(TestContext.Current.CancellationToken);

    /// <summary>The next task that was given out.</summary>
    public async Task<QueueTask> NextTakenAsync() => await _taken.Reader.ReadAsync(TestContext.Current.CancellationToken);

    /// <summary>The next report that was answered.</summary>
    public async Task<(TaskReport Report, ReportOutcome Outcome)> NextReportAsync() =>
        await _reports.Reader.ReadAsync(TestContext.Current.CancellationToken);

    /// <summary>Whether a report was answered that no test has read.</summary>
    public bool HasReport => _reports.Reader.TryPeek(out _);

    /// <summary>The next sign of life that was answered.</summary>
    public async Task<Heartbeat> NextBeatAsync() => await _beats.Reader.ReadAsync(TestContext.Current.CancellationToken);

    /// <summary>The next call that failed.</summary>
    public async Task<Exception> NextFailureAsync() =>
        await _failures.Reader.ReadAsync(TestContext.Current.CancellationToken);

    public override async Task<PopResult> PopAsync(PopRequest request, CancellationToken cancellationToken)
    {
        Pops.Enqueue(request);
        ThrowIf(Before(request));
        var answer = NoteAsync(Inner.PopAsync(request, cancellationToken));

        // Told once the queue counts the time: what a test lets pass before that would not count.
        if (request.Wait > TimeSpan.Zero)
        {
            _waits.Writer.TryWrite(request);
        }

        var result = await answer;
        ThrowIf(After(request));
        for (var i = 0; i < request.Reports.Count; i++)
        {
            _reports.Writer.TryWrite((request.Reports[i], result.Reported[i].Outcome));
        }

        foreach (var task in result.Tasks)
        {
            _taken.Writer.TryWrite(task);
        }

        return result;
    }

    public override async Task<ReportResult> ReportAsync(TaskReport report, CancellationToken cancellationToken)
    {
        ThrowIf(Before(report));
        var result = await Inner.ReportAsync(report, cancellationToken);
        ThrowIf(After(report));
        _reports.Writer.TryWrite((report, result.Outcome));
        return result;
    }

    public override async Task<IReadOnlyList<HeartbeatAnswer>> HeartbeatAsync(
        Heartbeat heartbeat, CancellationToken cancellationToken)
    {
        ThrowIf(Before(heartbeat));
        var answers = await Inner.HeartbeatAsync(heartbeat, cancellationToken);
        Interlocked.Increment(ref _beatCount);
        _beats.Writer.TryWrite(heartbeat);
        return answers;
    }

    private async Task<T> NoteAsync<T>(Task<T> call)
    {
        try
        {
            return await call;
        }
        catch (QueueException failure)
        {
            _failures.Writer.TryWrite(failure);
            throw;
        }
    }

    private void ThrowIf(Exception? failure)
    {
        if (failure is not null)
        {
            _failures.Writer.TryWrite(failure);
            throw failure;
        }
    }
}
