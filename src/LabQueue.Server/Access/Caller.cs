using LabQueue.Access;

namespace LabQueue.Server.Access;

/// <summary>Who calls, and what that user may do.</summary>
internal readonly record struct Caller(string Username, QueueRights Rights)
{
    /// <summary>Whether the user may do that.</summary>
    public bool May(QueueRights right) => (Rights & right) == right;

    /// <summary>The user whose tasks alone may be shown; null where all may be.</summary>
    public string? OnlyOwn => May(QueueRights.Look) ? null : Username;
}
