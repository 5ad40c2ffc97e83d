using System.Globalization;
using System.Text.Json;

namespace LabQueue;

/// <summary>Writes tasks as they are on the wire.</summary>
/// <remarks><c>wire-protocol</c>, sections 4, 5 and 12. <see cref="TaskJsonReader"/> is the other direction.</remarks>
internal static class TaskJson
{
    private const int LongestUrl = 512;

    /// <summary>Writes a complete task as an object.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="task">The task.</param>
    /// <param name="urlPrefix">What <c>task_url</c> has in front of the uid; null: no <c>task_url</c>.</param>
    public static void Write(Utf8JsonWriter writer, QueueTask task, string? urlPrefix)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStartObject();
        WriteFields(writer, task, urlPrefix);
        writer.WriteEndObject();
    }

    /// <summary>Writes the fields of a complete task into the object that the writer is in.</summary>
    public static void WriteFields(Utf8JsonWriter writer, QueueTask task, string? urlPrefix)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(task);
        writer.WriteString("task_uid"u8, task.TaskUid);
        writer.WriteString("name"u8, task.Name);
        writer.WriteString("context_uid"u8, task.ContextUid);
        writer.WriteString("context_path"u8, task.ContextPath);
        writer.WriteStartArray("uids"u8);
        for (var i = 0; i < task.Uids.Count; i++)
        {
            writer.WriteStringValue(task.Uids[i]);
        }

        writer.WriteEndArray();
        WriteTime(writer, "created"u8, task.Created);
        writer.WriteString("status"u8, NameOf(task.Status));
        WriteText(writer, "error_message"u8, task.ErrorMessage);
        writer.WriteNumber("min_seconds"u8, task.MinSeconds);
        writer.WriteNumber("max_seconds"u8, task.MaxSeconds);
        writer.WriteNumber("priority"u8, task.Priority);
        writer.WriteNumber("retries"u8, task.Retries);
        writer.WriteBoolean("unique"u8, task.Unique);
        writer.WriteNumber("chunk_size"u8, task.ChunkSize);
        writer.WriteString("username"u8, task.Username);
        WriteOptional(writer, task);
        WriteAdded(writer, task);
        task.Extra.WriteTo(writer);
        WriteUrl(writer, task.TaskUid, urlPrefix);
    }

    /// <summary>Writes the short form of a task: exactly the eight keys that the original sends.</summary>
    public static void WriteShort(Utf8JsonWriter writer, QueueTask task, string? urlPrefix)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(task);
        writer.WriteStartObject();
        writer.WriteString("status"u8, NameOf(task.Status));
        WriteShortFields(writer, task, urlPrefix);
        writer.WriteEndObject();
    }

    /// <summary>Writes the fields of a short task, but its status.</summary>
    public static void WriteShortFields(Utf8JsonWriter writer, QueueTask task, string? urlPrefix)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(task);
        writer.WriteString("task_uid"u8, task.TaskUid);
        writer.WriteString("name"u8, task.Name);
        writer.WriteNumber("priority"u8, task.Priority);
        writer.WriteNumber("retries"u8, task.Retries);
        writer.WriteString("username"u8, task.Username);
        Span<char> created = stackalloc char[32];
        writer.WriteString("created"u8, created[..FormatCTime(task.Created, created)]);
        WriteUrl(writer, task.TaskUid, urlPrefix);
    }

    /// <summary>Writes a time as seconds since 1970, exact to the microsecond and never with an exponent.</summary>
    public static void WriteTime(Utf8JsonWriter writer, ReadOnlySpan<byte> name, DateTimeOffset? time)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WritePropertyName(name);
        if (time is { } found)
        {
            Span<char> text = stackalloc char[32];
            writer.WriteRawValue(text[..FormatSeconds(found, text)], skipInputValidation: true);
        }
        else
        {
            writer.WriteNullValue();
        }
    }

    /// <summary>Writes any JSON value as it is, or null.</summary>
    public static void WriteText(Utf8JsonWriter writer, ReadOnlySpan<byte> name, JsonText? value)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WritePropertyName(name);
        if (value is { } text)
        {
            writer.WriteRawValue(text.Raw, skipInputValidation: true);
        }
        else
        {
            writer.WriteNullValue();
        }
    }

    /// <summary>The state as the wire calls it.</summary>
    public static string NameOf(QueueTaskStatus status) => status switch
    {
        QueueTaskStatus.Queued => "queued",
        QueueTaskStatus.Running => "running",
        QueueTaskStatus.Failed => "failed",
        QueueTaskStatus.Done => "done",
        QueueTaskStatus.Cancelled => "cancelled",
        QueueTaskStatus.Deleted => "deleted",
    };

    /// <summary>The time as C's <c>ctime</c> prints it, in UTC.</summary>
    public static string ToCTime(DateTimeOffset time)
    {
        Span<char> text = stackalloc char[32];
        return text[..FormatCTime(time, text)].ToString();
    }

    // Fields of the original that are absent where nobody set them. A value kept as it came wins over what it means.
    private static void WriteOptional(Utf8JsonWriter writer, QueueTask task)
    {
        var extra = task.Extra;
        if (task.Ghost && !extra.Contains("ghost"u8))
        {
            writer.WriteBoolean("ghost"u8, true);
        }

        if (task.Delay is { } delay && !extra.Contains("delay"u8))
        {
            writer.WriteNumber("delay"u8, delay);
        }

        if (task.Action is not null && !extra.Contains("action"u8))
        {
            writer.WriteString("action"u8, task.Action);
        }

        if (task.Started is not null && !extra.Contains("started"u8))
        {
            WriteTime(writer, "started"u8, task.Started);
        }

        if (task.ConsumerId is not null && !extra.Contains("consumer_id"u8))
        {
            writer.WriteString("consumer_id"u8, task.ConsumerId);
        }
    }

    // What the original does not know is only sent where it says something: its clients copy tasks field by field.
    private static void WriteAdded(Utf8JsonWriter writer, QueueTask task)
    {
        if (task.Lane is not null)
        {
            writer.WriteString("lane"u8, task.Lane);
        }

        if (task.NotBefore is not null)
        {
            WriteTime(writer, "not_before"u8, task.NotBefore);
        }

        if (task.OriginUid is not null)
        {
            writer.WriteString("origin_uid"u8, task.OriginUid);
        }

        if (task.Fence is { } fence)
        {
            writer.WriteNumber("fence"u8, fence);
        }

        if (task.LeaseUntil is not null)
        {
            WriteTime(writer, "lease_until"u8, task.LeaseUntil);
        }

        if (task.Orphaned > 0)
        {
            writer.WriteNumber("orphaned"u8, task.Orphaned);
        }

        if (task.CancelRequested)
        {
            writer.WriteBoolean("cancel_requested"u8, true);
        }

        WriteProgress(writer, task);
    }

    private static void WriteProgress(Utf8JsonWriter writer, QueueTask task)
    {
        var progress = task.Progress;
        if (progress.Handled == 0)
        {
            return;
        }

        writer.WriteStartObject("progress"u8);
        writer.WriteNumber("total"u8, progress.Handled + task.Uids.Count);
        writer.WriteNumber("done"u8, progress.Done);
        writer.WriteNumber("refused"u8, progress.Refused);
        writer.WriteNumber("failed"u8, progress.Failed);
        writer.WriteNumber("skipped"u8, progress.Skipped);
        writer.WriteNumber("remaining"u8, task.Uids.Count);
        writer.WriteEndObject();
    }

    private static void WriteUrl(Utf8JsonWriter writer, string uid, string? prefix)
    {
        if (prefix is null)
        {
            return;
        }

        var length = prefix.Length + uid.Length;
        Span<char> url = length <= LongestUrl ? stackalloc char[LongestUrl] : new char[length];
        prefix.CopyTo(url);
        uid.CopyTo(url[prefix.Length..]);
        writer.WriteString("task_url"u8, url[..length]);
    }

    private static int FormatSeconds(DateTimeOffset time, Span<char> text)
    {
        var microseconds = time.ToMicroseconds();
        var (seconds, fraction) = Math.DivRem(Math.Abs(microseconds), UnixTime.MicrosecondsPerSecond);
        var start = 0;
        if (microseconds < 0)
        {
            text[start++] = '-';
        }

        seconds.TryFormat(text[start..], out var written, default, CultureInfo.InvariantCulture);
        var length = start + written;
        if (fraction != 0)
        {
            text[length++] = '.';
            fraction.TryFormat(text[length..], out written, "D6", CultureInfo.InvariantCulture);
            length = text[..(length + written)].TrimEnd('0').Length;
        }

        return length;
    }

    private static int FormatCTime(DateTimeOffset time, Span<char> text)
    {
        var utc = time.UtcDateTime;
        text.TryWrite(CultureInfo.InvariantCulture, $"{utc:ddd MMM} {utc.Day,2} {utc:HH:mm:ss yyyy}", out var length);
        return length;
    }
}
