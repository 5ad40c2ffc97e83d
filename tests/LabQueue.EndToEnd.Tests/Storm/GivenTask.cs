using System.Text.Json;

namespace LabQueue.EndToEnd.Tests.Storm;

/// <summary>A task that a client was given.</summary>
/// <param name="Uid">The task.</param>
/// <param name="Fence">The number of the claim; null for a classic one.</param>
/// <param name="Uids">Its objects.</param>
internal sealed record GivenTask(string Uid, long? Fence, IReadOnlyList<string> Uids)
{
    /// <summary>The tasks of an answer to <c>pop</c>.</summary>
    public static IEnumerable<GivenTask> Of(JsonElement answer)
    {
        IEnumerable<JsonElement> tasks = answer.ValueKind != JsonValueKind.Object ? []
            : answer.TryGetProperty("items", out var items) ? items.EnumerateArray()
            : answer.TryGetProperty("task_uid", out _) ? [answer]
            : [];
        return tasks.Select(task => new GivenTask(
            task.GetProperty("task_uid").GetString()!,
            task.TryGetProperty("fence", out var fence) ? fence.GetInt64() : null,
            [.. task.GetProperty("uids").EnumerateArray().Select(uid => uid.GetString()!)]));
    }
}
