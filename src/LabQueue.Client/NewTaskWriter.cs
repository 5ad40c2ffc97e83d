using System.Buffers;
using System.Text;
using System.Text.Json;

namespace LabQueue.Client;

/// <summary>Writes the payload of an <c>add</c>. What is null is left out, so that the server takes the site's default.</summary>
internal static class NewTaskWriter
{
    /// <summary>One task as the text of an object.</summary>
    public static string ToText(NewTask task, string username)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, QueueJson.WriterOptions))
        {
            Write(writer, task, username);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>Writes one task as an object.</summary>
    public static void Write(Utf8JsonWriter writer, NewTask task, string username)
    {
        writer.WriteStartObject();
        Requests.Text(writer, "task_uid", task.TaskUid);
        writer.WriteString("name", task.Name);
        writer.WriteString("context_uid", task.ContextUid);
        writer.WriteString("context_path", task.ContextPath);
        Requests.Texts(writer, "uids", task.Uids);
        Time(writer, "created"u8, task.Created);
        if (task.ErrorMessage is not null)
        {
            TaskJson.WriteText(writer, "error_message"u8, task.ErrorMessage);
        }

        writer.WriteNumber("priority", task.Priority);
        writer.WriteBoolean("unique", task.Unique);
        Number(writer, "min_seconds", task.MinSeconds);
        Number(writer, "max_seconds", task.MaxSeconds);
        Number(writer, "retries", task.Retries);
        Number(writer, "chunk_size", task.ChunkSize);
        writer.WriteString("username", task.Username ?? username);
        WriteOptional(writer, task);
        task.Extra.WriteTo(writer);
        writer.WriteEndObject();
    }

    // A value that was kept as it came stands among the extra fields, and must not be there twice.
    private static void WriteOptional(Utf8JsonWriter writer, NewTask task)
    {
        if (task.Ghost && !task.Extra.Contains("ghost"u8))
        {
            writer.WriteBoolean("ghost", true);
        }

        if (!task.Extra.Contains("delay"u8))
        {
            Number(writer, "delay", task.Delay);
        }

        if (!task.Extra.Contains("action"u8))
        {
            Requests.Text(writer, "action", task.Action);
        }

        Requests.Text(writer, "lane", task.Lane);
        Time(writer, "not_before"u8, task.NotBefore);
        Requests.Text(writer, "origin_uid", task.OriginUid);
        if (!task.Extra.Contains("trace_parent"u8))
        {
            Requests.Text(writer, TraceParent.Field, TraceParent.Current);
        }

        if (task.TakenOverAs is { } status)
        {
            writer.WriteString("taken_over", TaskJson.NameOf(status));
        }

        if (task.Once)
        {
            writer.WriteBoolean("once", true);
        }
    }

    private static void Number(Utf8JsonWriter writer, string name, int? number)
    {
        if (number is { } value)
        {
            writer.WriteNumber(name, value);
        }
    }

    private static void Time(Utf8JsonWriter writer, ReadOnlySpan<byte> name, DateTimeOffset? time)
    {
        if (time is not null)
        {
            TaskJson.WriteTime(writer, name, time);
        }
    }
}
