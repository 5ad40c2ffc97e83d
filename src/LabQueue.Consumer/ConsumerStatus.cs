namespace LabQueue.Consumer;

/// <summary>How a consumer is, for a health check or a page. A singleton among the host's services.</summary>
/// <param name="time">The clock.</param>
public sealed class ConsumerStatus(TimeProvider time)
{
    private readonly Lock _lock = new();
    private string? _trouble = "The queue has not answered yet.";
    private DateTimeOffset? _lastAnswer;
    private string? _halt;
    private bool _isStopping;
    private int _running;

    /// <summary>Why it cannot work at the moment, in a sentence; null: it can.</summary>
    public string? Trouble
    {
        get
        {
            lock (_lock)
            {
                return _isStopping ? "The consumer stops." : _trouble ?? _halt;
            }
        }
    }

    /// <summary>When the queue answered last; null: not yet.</summary>
    public DateTimeOffset? LastAnswer
    {
        get
        {
            lock (_lock)
            {
                return _lastAnswer;
            }
        }
    }

    /// <summary>Tasks that it has: those with a handler, and those whose report is not answered yet.</summary>
    public int Running => Volatile.Read(ref _running);

    /// <summary>The queue answered.</summary>
    /// <returns>Whether it had not before.</returns>
    internal bool Answered()
    {
        lock (_lock)
        {
            var isNews = _trouble is not null;
            _trouble = null;
            _lastAnswer = time.GetUtcNow();
            return isNews;
        }
    }

    /// <summary>The queue did not answer.</summary>
    /// <returns>Whether that is news.</returns>
    internal bool Unanswered(string trouble)
    {
        lock (_lock)
        {
            var isNews = _trouble != trouble;
            _trouble = trouble;
            return isNews;
        }
    }

    /// <summary>A handler cannot work for now, and why; null: it can again.</summary>
    internal void Halted(string? reason)
    {
        lock (_lock)
        {
            _halt = reason;
        }
    }

    /// <summary>It takes no more tasks.</summary>
    internal void Stopping()
    {
        lock (_lock)
        {
            _isStopping = true;
        }
    }

    /// <summary>More tasks, or fewer.</summary>
    internal void Count(int change) => Interlocked.Add(ref _running, change);
}
