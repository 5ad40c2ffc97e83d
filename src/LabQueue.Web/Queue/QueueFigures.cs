namespace LabQueue.Web.Queue;

/// <summary>How the queue is, at a glance.</summary>
/// <param name="Stats">The queue in figures.</param>
/// <param name="Consumers">The consumers heard of.</param>
/// <param name="Now">When that was read.</param>
internal sealed record QueueFigures(QueueStats Stats, IReadOnlyList<ConsumerInfo> Consumers, DateTimeOffset Now)
{
    // Classic consumers ask every few seconds, all others send heartbeats; who is silent for a minute is gone.
    private static readonly TimeSpan Alive = TimeSpan.FromMinutes(1);

    /// <summary>Reads them.</summary>
    public static async Task<QueueFigures> ReadAsync(IQueue queue, DateTimeOffset now, CancellationToken cancellationToken) =>
        new(await queue.StatsAsync(cancellationToken), await queue.ConsumersAsync(cancellationToken), now);

    /// <summary>Consumers that were heard of just now.</summary>
    public int AliveConsumers => Consumers.Count(IsAlive);

    /// <summary>When a consumer was heard of last; null: none ever was.</summary>
    public DateTimeOffset? LastHeard => Consumers.Count == 0 ? null : Consumers.Max(consumer => consumer.LastHeard);

    /// <summary>Tasks whose consumer is silent, or takes too long.</summary>
    public int Stuck => Consumers.Sum(consumer => consumer.Running.Count(task => TaskWords.IsStuck(task, Now)));

    /// <summary>Consumers that are silent and have tasks.</summary>
    public int Silent => Consumers.Count(consumer => consumer.Running.Count > 0 && !IsAlive(consumer));

    /// <summary>Tasks that went well within the last hour, per minute.</summary>
    public double DonePerMinute => Stats.Minutes.Sum(minute => minute.Done) / 60.0;

    /// <summary>Runs that failed within the last hour, per minute.</summary>
    public double FailedPerMinute => Stats.Minutes.Sum(minute => minute.Failed) / 60.0;

    /// <summary>Whether a consumer was heard of just now.</summary>
    public bool IsAlive(ConsumerInfo consumer) => Now - consumer.LastHeard < Alive;
}
