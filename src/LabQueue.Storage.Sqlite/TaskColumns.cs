using System.Text.Json;
using LabQueue.Engine;
using LabQueue.Storage.Sqlite.Native;

namespace LabQueue.Storage.Sqlite;

/// <summary>Rows to tasks and back. The order of the columns is that of <see cref="Sql"/>.</summary>
internal static class TaskColumns
{
    // 0 and 1 take less room in a row than other numbers, so that a row would not keep its size when its state changes.
    private const int FirstState = 2;

    /// <summary>Reads the columns of a task and its last run.</summary>
    public static TaskRow Read(Statement row)
    {
        var id = row.Int64();
        var status = StatusOf(row.Int32());
        var laneKey = row.TextOrNull();
        var place = row.TextOrNull();
        var started = Time(row.Int64OrNull());
        var consumer = row.TextOrNull();
        var run = new TaskRun
        {
            Fence = row.Int64OrNull(),
            LeaseSeconds = row.DoubleOrNull(),
            Request = row.TextOrNull(),
            Reported = row.Int64OrNull(),
        };
        var (task, key) = ReadTask(row);
        task = task with
        {
            Status = status,
            Started = started,
            ConsumerId = consumer,
            Fence = status == QueueTaskStatus.Running ? run.Fence : null,
        };
        return new TaskRow(id, task, key) { LaneKey = laneKey, Place = place, Run = consumer is null ? null : run };
    }

    /// <summary>Reads the first row of a statement that gives tasks; null where it gives none.</summary>
    public static TaskRow? ReadFirst(Statement row)
    {
        var found = row.Step() ? Read(row) : null;
        row.Stop();
        return found;
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

    /// <summary>Reads an end and the columns of its task.</summary>
    public static (long Id, HistoryEntry Entry) ReadEnd(Statement row)
    {
        var number = row.Int64();
        var status = (QueueTaskStatus)row.Int32();
        var ended = UnixTime.FromMicroseconds(row.Int64());
        var endedBy = row.TextOrNull();
        var reason = row.TextOrNull();
        var task = Read(row);
        return (task.Id, new HistoryEntry(number, task.Task with { Status = status, Fence = null }, ended, endedBy, reason));
    }

    /// <summary>Binds all columns of a task.</summary>
    public static Statement Bind(Statement statement, int site, TaskRow row)
    {
        var task = row.Task;
        return statement
            .Bind(row.Id).Bind(site).Bind(StateOf(task.Status)).Bind(TaskLifecycle.ReadyAt(task).ToMicroseconds())
            .Bind(row.LaneKey).Bind(row.Place)
            .Bind(task.TaskUid).Bind(task.Name).Bind(row.Key.Rank).Bind(row.Key.Due).Bind(task.ContextUid)
            .Bind(task.Arrival).Bind(task.Created.ToMicroseconds()).Bind(task.Priority).Bind(task.Retries)
            .Bind(task.Unique).Bind(task.Username).Bind(task.MinSeconds).Bind(task.MaxSeconds).Bind(task.ChunkSize)
            .Bind(task.Ghost).Bind((long?)task.Delay).Bind(task.Action).Bind(task.Lane)
            .Bind(task.NotBefore?.ToMicroseconds()).Bind(task.OriginUid).Bind(task.Orphaned).Bind(task.CancelRequested)
            .Bind(task.Attempts).Bind(task.Progress.Done).Bind(task.Progress.Refused).Bind(task.Progress.Failed)
            .Bind(task.Progress.Skipped).Bind(task.ContextPath).Bind(task.ErrorMessage?.Raw)
            .BindUtf8(WriteList(task.Uids)).BindBytes(task.Extra.Json.Span);
    }

    /// <summary>The status that the column <c>state</c> stands for.</summary>
    public static QueueTaskStatus StatusOf(int state) => (QueueTaskStatus)(state - FirstState);

    /// <summary>What the column <c>state</c> says of a status.</summary>
    public static long StateOf(QueueTaskStatus status) => (long)status + FirstState;

    /// <summary>A list of texts as a JSON array.</summary>
    public static byte[] WriteList(IReadOnlyList<string> texts) =>
        texts.Count == 0 ? "[]"u8.ToArray() : JsonSerializer.SerializeToUtf8Bytes(texts, QueueJson.Options);

    /// <summary>A JSON array as a list of texts.</summary>
    public static IReadOnlyList<string> ReadList(ReadOnlySpan<byte> json) =>
        json.Length <= 2 ? [] : JsonSerializer.Deserialize<string[]>(json, QueueJson.Options) ?? [];

    private static (QueueTask Task, OrderKey Key) ReadTask(Statement row)
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
            Arrival = arrival,
            Created = UnixTime.FromMicroseconds(row.Int64()),
            Priority = row.Int32(),
            Retries = row.Int32(),
            Unique = row.Bool(),
            Username = row.Text(),
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
            ContextPath = row.Text(),
            ErrorMessage = row.TextOrNull() is { } error ? new JsonText(error) : null,
            Uids = ReadList(row.Utf8()),
            Extra = row.Utf8() is { IsEmpty: false } extra ? new ExtraFields(extra.ToArray()) : ExtraFields.Empty,
        };
        return (task, new OrderKey(rank, due, contextUid, arrival));
    }

    private static DateTimeOffset? Time(long? microseconds) =>
        microseconds is { } value ? UnixTime.FromMicroseconds(value) : null;
}
