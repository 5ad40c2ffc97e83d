using System.Text.Json;
using LabQueue.Engine;
using LabQueue.Storage.Sqlite.Native;

namespace LabQueue.Storage.Sqlite;

/// <summary>Rows to tasks and back. The order of the columns is that of <see cref="Sql"/>.</summary>
internal static class TaskColumns
{
    /// <summary>Reads the columns of a task.</summary>
    public static TaskRow Read(Statement row)
    {
        var id = row.Int64();
        var state = (TaskState)row.Int32();
        row.Skip(1);
        var laneKey = row.TextOrNull();
        var place = row.TextOrNull();
        var fence = row.Int64OrNull();
        var lease = row.DoubleOrNull();
        var request = row.TextOrNull();
        var (task, key, reported) = ReadShared(row, StatusOf(state));
        return new TaskRow(id, task with { Fence = fence }, state, key)
        {
            LaneKey = laneKey,
            Place = place,
            LeaseSeconds = lease,
            ClaimRequest = request,
            ReportedFence = reported.Fence,
            ReportedKind = reported.Kind,
        };
    }

    /// <summary>Reads all rows of a statement that gives tasks.</summary>
    public static List<TaskRow> ReadAll(Statement rows)
    {
        var tasks = new List<TaskRow>();
        while (rows.Step())
        {
            tasks.Add(Read(rows));
        }

        return tasks;
    }

    /// <summary>Reads the columns of an end.</summary>
    public static (long Id, HistoryEntry Entry) ReadEnd(Statement row)
    {
        var number = row.Int64();
        var status = (QueueTaskStatus)row.Int32();
        var ended = UnixTime.FromMicroseconds(row.Int64());
        var endedBy = row.TextOrNull();
        var reason = row.TextOrNull();
        var id = row.Int64();
        var (task, _, _) = ReadShared(row, status);
        return (id, new HistoryEntry(number, task, ended, endedBy, reason));
    }

    /// <summary>Binds all columns of a task, the site before them.</summary>
    public static Statement Bind(Statement statement, int site, TaskRow row)
    {
        statement.Bind(site).Bind(row.Id).Bind((long)row.State)
            .Bind(TaskLifecycle.ReadyAt(row.Task).ToMicroseconds())
            .Bind(row.LaneKey).Bind(row.Place).Bind(row.Task.Fence).Bind(row.LeaseSeconds).Bind(row.ClaimRequest);
        return BindShared(statement, row);
    }

    /// <summary>Binds the columns of an end, but for what says how it ended.</summary>
    public static Statement BindEnd(Statement statement, TaskRow row) => BindShared(statement.Bind(row.Id), row);

    /// <summary>The status that a state stands for.</summary>
    public static QueueTaskStatus StatusOf(TaskState state) => state switch
    {
        TaskState.Ready or TaskState.Blocked or TaskState.Later => QueueTaskStatus.Queued,
        TaskState.Running => QueueTaskStatus.Running,
        TaskState.Failed => QueueTaskStatus.Failed,
    };

    /// <summary>The states that a status may have in the store.</summary>
    public static ReadOnlySpan<TaskState> StatesOf(QueueTaskStatus status) => status switch
    {
        QueueTaskStatus.Queued => [TaskState.Ready, TaskState.Blocked, TaskState.Later],
        QueueTaskStatus.Running => [TaskState.Running],
        QueueTaskStatus.Failed => [TaskState.Failed],
        QueueTaskStatus.Done or QueueTaskStatus.Cancelled or QueueTaskStatus.Deleted => [],
    };

    /// <summary>A list of texts as a JSON array.</summary>
    public static byte[] WriteList(IReadOnlyList<string> texts) =>
        texts.Count == 0 ? "[]"u8.ToArray() : JsonSerializer.SerializeToUtf8Bytes(texts, QueueJson.Options);

    /// <summary>A JSON array as a list of texts.</summary>
    public static IReadOnlyList<string> ReadList(ReadOnlySpan<byte> json) =>
        json.Length <= 2 ? [] : JsonSerializer.Deserialize<string[]>(json, QueueJson.Options) ?? [];

    private static (QueueTask Task, OrderKey Key, (long? Fence, int? Kind) Reported) ReadShared(
        Statement row, QueueTaskStatus status)
    {
        var uid = row.Text();
        var name = row.Text();
        var rank = row.Int32();
        var due = row.Int64();
        var contextUid = row.Text();
        var arrival = row.Int64();
        var task = new QueueTask
        {
            TaskUid = uid,
            Name = name,
            ContextUid = contextUid,
            ContextPath = string.Empty,
            Arrival = arrival,
            Status = status,
            Created = UnixTime.FromMicroseconds(row.Int64()),
            Priority = row.Int32(),
            Retries = row.Int32(),
            Unique = row.Bool(),
            Username = row.Text(),
            Started = Time(row.Int64OrNull()),
            ConsumerId = row.TextOrNull(),
            MinSeconds = row.Int32(),
            MaxSeconds = row.Int32(),
            ChunkSize = row.Int32(),
            Ghost = row.Bool(),
            Delay = (int?)row.Int64OrNull(),
            Action = row.TextOrNull(),
            Lane = row.TextOrNull(),
            NotBefore = Time(row.Int64OrNull()),
            OriginUid = row.TextOrNull(),
            Orphaned = row.Int32(),
            CancelRequested = row.Bool(),
            Attempts = row.Int32(),
            Progress = new TaskProgress(row.Int32(), row.Int32(), row.Int32(), row.Int32()),
        };
        var reported = (row.Int64OrNull(), (int?)row.Int64OrNull());
        return (ReadBlobs(row, task), new OrderKey(rank, due, contextUid, arrival), reported);
    }

    private static QueueTask ReadBlobs(Statement row, QueueTask task) => task with
    {
        ContextPath = row.Text(),
        ErrorMessage = row.TextOrNull() is { } error ? new JsonText(error) : null,
        Uids = ReadList(row.Utf8()),
        Extra = row.Utf8() is { IsEmpty: false } extra ? new ExtraFields(extra.ToArray()) : ExtraFields.Empty,
    };

    private static Statement BindShared(Statement statement, TaskRow row)
    {
        var task = row.Task;
        return statement
            .Bind(task.TaskUid).Bind(task.Name).Bind(row.Key.Rank).Bind(row.Key.Due).Bind(task.ContextUid)
            .Bind(task.Arrival).Bind(task.Created.ToMicroseconds()).Bind(task.Priority).Bind(task.Retries)
            .Bind(task.Unique).Bind(task.Username).Bind(task.Started?.ToMicroseconds()).Bind(task.ConsumerId)
            .Bind(task.MinSeconds).Bind(task.MaxSeconds).Bind(task.ChunkSize).Bind(task.Ghost).Bind((long?)task.Delay)
            .Bind(task.Action).Bind(task.Lane).Bind(task.NotBefore?.ToMicroseconds()).Bind(task.OriginUid)
            .Bind(task.Orphaned).Bind(task.CancelRequested).Bind(task.Attempts).Bind(task.Progress.Done)
            .Bind(task.Progress.Refused).Bind(task.Progress.Failed).Bind(task.Progress.Skipped)
            .Bind(row.ReportedFence).Bind((long?)row.ReportedKind).Bind(task.ContextPath)
            .Bind(task.ErrorMessage?.Raw).BindUtf8(WriteList(task.Uids)).BindBytes(task.Extra.Json.Span);
    }

    private static DateTimeOffset? Time(long? microseconds) =>
        microseconds is { } value ? UnixTime.FromMicroseconds(value) : null;
}
