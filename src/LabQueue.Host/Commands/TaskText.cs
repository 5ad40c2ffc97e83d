using System.Buffers;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace LabQueue.Host.Commands;

/// <summary>How tasks read on a terminal, and as JSON.</summary>
internal static class TaskText
{
    /// <summary>The columns of a list of tasks.</summary>
    public static IReadOnlyList<string> Headers { get; } =
        ["Task", "Status", "Name", "Context", " Objects", " Priority", "User", "Created"];

    /// <summary>A task's cells.</summary>
    public static IReadOnlyList<string> Row(QueueTask task, DateTimeOffset now) =>
    [
        task.TaskUid,
        Status(task, now),
        task.Name,
        task.ContextPath,
        Objects(task),
        task.Priority.ToString(CultureInfo.InvariantCulture),
        task.Username,
        Wording.Ago(task.Created, now),
    ];

    /// <summary>The task as it is on the wire.</summary>
    public static JsonNode Node(QueueTask task)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, QueueJson.WriterOptions))
        {
            TaskJson.Write(writer, task, urlPrefix: null);
        }

        return JsonNode.Parse(buffer.WrittenSpan)!;
    }

    /// <summary>Where a task stands, and until when it waits.</summary>
    public static string Status(QueueTask task, DateTimeOffset now)
    {
        var status = TaskJson.NameOf(task.Status);
        return task switch
        {
            { CancelRequested: true } => $"{status}, to be cancelled",
            { Status: QueueTaskStatus.Queued, NotBefore: { } start } when start > now =>
                $"{status}, starts {Wording.Ago(start, now)}",
            _ => status,
        };
    }

    /// <summary>How many objects a task has, and how many of them are through.</summary>
    public static string Objects(QueueTask task)
    {
        var (handled, left) = (task.Progress.Handled, task.Uids.Count);
        return handled == 0
            ? left.ToString(CultureInfo.InvariantCulture)
            : string.Create(CultureInfo.InvariantCulture, $"{handled} of {handled + left}");
    }
}
