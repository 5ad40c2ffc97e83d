using System.Text.Json;

namespace LabQueue.Server.Api;

/// <summary>Reads <c>lease</c>: a number of seconds, or true for the usual length.</summary>
internal static class LeaseLength
{
    /// <summary>The length asked for; null where no lease is.</summary>
    public static TimeSpan? Read(Payload payload)
    {
        if (!payload.TryGet("lease"u8, out var value) || value.ValueKind == JsonValueKind.False)
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.True)
        {
            return QueueLimits.DefaultLease;
        }

        var seconds = payload.Number(
            "lease", QueueLimits.ShortestLease.TotalSeconds, QueueLimits.LongestLease.TotalSeconds);
        return TimeSpan.FromSeconds(seconds!.Value);
    }
}
