using System.Diagnostics.CodeAnalysis;

namespace LabQueue.Lims.Background;

/// <summary>A site's way to its queue, and what is known of the other end.</summary>
/// <param name="queue">The queue; null: the laboratory has none, and does everything at once.</param>
/// <param name="time">The clock.</param>
internal sealed class LabQueueLink(IQueue? queue, TimeProvider time) : IDisposable
{
    /// <summary>In whose name tasks are added: the reserved user that may act for others (design, D8).</summary>
    public static readonly Actor Consumer = new("queue_consumer");

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Known = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan AskAgain = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _asking = new(1, 1);
    private QueueState _state = queue is null ? QueueState.Off : QueueState.Unreachable;
    private long _asked;
    private bool _hasAsked;

    /// <summary>The queue, where there is one.</summary>
    public IQueue? Queue => queue;

    /// <summary>Why the queue did not answer last; null: it did.</summary>
    public string? Trouble { get; private set; }

    /// <summary>Whether the laboratory has a queue.</summary>
    [MemberNotNullWhen(true, nameof(Queue))]
    public bool HasQueue => queue is not null;

    /// <summary>How the queue is, as it was a second ago at most. A queue that is away is asked again every five seconds.</summary>
    public async ValueTask<QueueState> StateAsync(CancellationToken cancellationToken)
    {
        if (queue is null || IsFresh())
        {
            return _state;
        }

        await _asking.WaitAsync(cancellationToken);
        try
        {
            if (!IsFresh())
            {
                _state = await AskAsync(queue, cancellationToken);
                _asked = time.GetTimestamp();
                _hasAsked = true;
            }
        }
        finally
        {
            _asking.Release();
        }

        return _state;
    }

    /// <summary>The next who asks is told what is true by then.</summary>
    public void Forget() => _hasAsked = false;

    /// <inheritdoc/>
    public void Dispose() => _asking.Dispose();

    private bool IsFresh() =>
        _hasAsked && time.GetElapsedTime(_asked) < (_state == QueueState.Unreachable ? AskAgain : Known);

    private async Task<QueueState> AskAsync(IQueue queue, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            var settings = await queue.SettingsAsync(either.Token);
            Trouble = null;
            return settings.DefaultChunkSize > 0 ? QueueState.Ready : QueueState.Off;
        }
        catch (Exception trouble) when (trouble is QueueException || patience.IsCancellationRequested)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Trouble = trouble is QueueException ? trouble.Message : $"The queue server did not answer within {Patience.TotalSeconds:0} s.";
            return QueueState.Unreachable;
        }
    }
}
