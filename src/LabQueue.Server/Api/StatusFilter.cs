using System.Text.Json;

namespace LabQueue.Server.Api;

/// <summary>Which states a list is asked for, and whether hidden tasks are, too.</summary>
/// <param name="Statuses">The states; empty: there is nothing to find.</param>
/// <param name="Ghosts">Whether hidden tasks are listed.</param>
/// <remarks><c>wire-protocol</c>, section 8, <c>tasks</c>, and quirk 17.</remarks>
internal readonly record struct StatusFilter(IReadOnlyList<QueueTaskStatus> Statuses, bool Ghosts)
{
    private const string Ghost = "ghost";
    private const int MostStatuses = 100;

    private static readonly QueueTaskStatus[] Usual = [QueueTaskStatus.Queued, QueueTaskStatus.Running];

    /// <summary>Reads the filter from the address or the payload; the one in the address wins.</summary>
    public static StatusFilter Of(ApiCall call)
    {
        if (call.Argument is { } argument)
        {
            return OfText(argument);
        }

        if (!call.Payload.TryGet("status"u8, out var value))
        {
            return new StatusFilter(Usual, Ghosts: false);
        }

        return value.ValueKind == JsonValueKind.String ? OfText(value.GetString()!) : OfList(value);
    }

    private static StatusFilter OfText(string text) =>
        text.Length == 0
            ? new StatusFilter(Usual, Ghosts: false)
            : new StatusFilter(IsHeld(text, out var status) ? [status] : [], text.Contains(Ghost, StringComparison.Ordinal));

    private static StatusFilter OfList(JsonElement value)
    {
        PayloadFields.CountOf(value, "status", MostStatuses);
        var found = new List<QueueTaskStatus>();
        var hasAny = false;
        var ghosts = false;
        foreach (var item in value.EnumerateArray())
        {
            if (item.ValueKind == JsonValueKind.Null)
            {
                continue;
            }

            var text = PayloadFields.ToText(item, "status");
            hasAny |= text.Length > 0;
            ghosts |= text == Ghost;
            if (IsHeld(text, out var status) && !found.Contains(status))
            {
                found.Add(status);
            }
        }

        return hasAny ? new StatusFilter(found, ghosts) : new StatusFilter(Usual, Ghosts: false);
    }

    // Ended tasks are in the history; the queue has none of them.
    private static bool IsHeld(string text, out QueueTaskStatus status) =>
        TaskJsonReader.TryReadStatus(text, out status)
        && status is QueueTaskStatus.Queued or QueueTaskStatus.Running or QueueTaskStatus.Failed;
}
