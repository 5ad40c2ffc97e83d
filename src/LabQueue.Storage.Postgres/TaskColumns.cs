using System.Text.Json;
using LabQueue.Engine;
using Npgsql;

namespace LabQueue.Storage.Postgres;

/// <summary>Rows to tasks and back.</summary>
internal static class TaskColumns
{
    /// <summary>The columns of a task, in the queue or in the history, in the order in which <see cref="Read"/> reads them.</summary>
    public const string Names = """
        id, status, uid, rank, due, context_uid, arrival, created, priority, retries, is_unique, min_seconds, max_seconds,
          chunk_size, ghost, delay, not_before, orphaned, cancel_requested, attempts, started, fence, done, refused, failed,
          skipped, name, username, action, lane, origin_uid, consumer_id, context_path, error_message, uids, extra
        """;

    /// <summary>The first column after those of a task.</summary>
    public const int Count = 36;

    /// <summary>What a task is made of once it is there, wherever it lies.</summary>
    public static Column<TaskRow>[] Kept { get; } =
    [
        new Column<TaskRow, long>("id", row => row.Id),
        new Column<TaskRow, short>("status", row => (short)row.Task.Status),
        new Column<TaskRow, string>("uid", row => row.Task.TaskUid),
        new Column<TaskRow, int>("rank", row => row.Key.Rank),
        new Column<TaskRow, long>("due", row => row.Key.Due),
        new Column<TaskRow, string>("context_uid", row => row.Task.ContextUid),
        new Column<TaskRow, long>("arrival", row => row.Task.Arrival),
        new Column<TaskRow, long>("created", row => row.Task.Created.ToMicroseconds()),
        new Column<TaskRow, int>("priority", row => row.Task.Priority),
        new Column<TaskRow, int>("retries", row => row.Task.Retries),
        new Column<TaskRow, bool>("is_unique", row => row.Task.Unique),
        new Column<TaskRow, int>("min_seconds", row => row.Task.MinSeconds),
        new Column<TaskRow, int>("max_seconds", row => row.Task.MaxSeconds),
        new Column<TaskRow, int>("chunk_size", row => row.Task.ChunkSize),
        new Column<TaskRow, bool>("ghost", row => row.Task.Ghost),
        new Column<TaskRow, int?>("delay", row => row.Task.Delay),
        new Column<TaskRow, long?>("not_before", row => row.Task.NotBefore?.ToMicroseconds()),
        new Column<TaskRow, int>("orphaned", row => row.Task.Orphaned),
        new Column<TaskRow, bool>("cancel_requested", row => row.Task.CancelRequested),
        new Column<TaskRow, int>("attempts", row => row.Task.Attempts),
        new Column<TaskRow, long?>("started", row => row.Task.Started?.ToMicroseconds()),
        new Column<TaskRow, long?>("fence", row => row.Task.Fence),
        new Column<TaskRow, int>("done", row => row.Task.Progress.Done),
        new Column<TaskRow, int>("refused", row => row.Task.Progress.Refused),
        new Column<TaskRow, int>("failed", row => row.Task.Progress.Failed),
        new Column<TaskRow, int>("skipped", row => row.Task.Progress.Skipped),
        new Column<TaskRow, string>("name", row => SafeText.Write(row.Task.Name)),
        new Column<TaskRow, string>("username", row => SafeText.Write(row.Task.Username)),
        new Column<TaskRow, string?>("action", row => SafeText.WriteOrNull(row.Task.Action)),
        new Column<TaskRow, string?>("lane", row => SafeText.WriteOrNull(row.Task.Lane)),
        new Column<TaskRow, string?>("origin_uid", row => SafeText.WriteOrNull(row.Task.OriginUid)),
        new Column<TaskRow, string?>("consumer_id", row => SafeText.WriteOrNull(row.Task.ConsumerId)),
        new Column<TaskRow, string>("context_path", row => SafeText.Write(row.Task.ContextPath)),
        new Column<TaskRow, string?>("error_message", row => row.Task.ErrorMessage?.Raw),
        new Column<TaskRow, string>("uids", row => WriteList(row.Task.Uids)),
        new Column<TaskRow, byte[]?>("extra", row => WriteExtra(row.Task.Extra)),
    ];

    /// <summary>Reads a task from the columns of <see cref="Names"/>, which begin at one of the reader's.</summary>
    public static TaskRow Read(NpgsqlDataReader reader, int first = 0)
    {
        var row = new RowReader(reader, first);
        var id = row.Int64();
        var status = (QueueTaskStatus)row.Int16();
        var uid = row.String();
        var key = new OrderKey(row.Int32(), row.Int64(), row.String(), row.Int64());
        var task = new QueueTask
        {
            TaskUid = uid,
            Status = status,
            ContextUid = key.ContextUid,
            Arrival = key.Arrival,
            Created = UnixTime.FromMicroseconds(row.Int64()),
            Priority = row.Int32(),
            Retries = row.Int32(),
            Unique = row.Bool(),
            MinSeconds = row.Int32(),
            MaxSeconds = row.Int32(),
            ChunkSize = row.Int32(),
            Ghost = row.Bool(),
            Delay = row.Int32OrNull(),
            NotBefore = row.TimeOrNull(),
            Orphaned = row.Int32(),
            CancelRequested = row.Bool(),
            Attempts = row.Int32(),
            Started = row.TimeOrNull(),
            Fence = row.Int64OrNull() is { } fence && status == QueueTaskStatus.Running ? fence : null,
            Progress = new TaskProgress(row.Int32(), row.Int32(), row.Int32(), row.Int32()),
            Name = row.Text(),
            Username = row.Text(),
            Action = row.TextOrNull(),
            Lane = row.TextOrNull(),
            OriginUid = row.TextOrNull(),
            ConsumerId = row.TextOrNull(),
            ContextPath = row.Text(),
            ErrorMessage = row.StringOrNull() is { } error ? new JsonText(error) : null,
            Uids = ReadList(row.String()),
            Extra = row.BytesOrNull() is { } extra ? new ExtraFields(extra) : ExtraFields.Empty,
        };
        return new TaskRow(id, task, key);
    }

    /// <summary>A list of texts as a JSON array.</summary>
    public static string WriteList(IReadOnlyList<string> texts) =>
        texts.Count == 0 ? "[]" : JsonSerializer.Serialize(texts, QueueJson.Options);

    /// <summary>A JSON array as a list of texts.</summary>
    public static IReadOnlyList<string> ReadList(string json) =>
        json.Length <= 2 ? [] : JsonSerializer.Deserialize<string[]>(json, QueueJson.Options) ?? [];

    private static byte[]? WriteExtra(ExtraFields extra) => extra.IsEmpty ? null : extra.Json.ToArray();
}
