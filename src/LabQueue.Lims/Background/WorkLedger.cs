using System.Text.Json;
using LabQueue.Lims.Store;

namespace LabQueue.Lims.Background;

/// <summary>Keeps what people handed to the queue, and what came of it, beside what it is about.</summary>
internal static class WorkLedger
{
    /// <summary>Work by its task; null where the laboratory knows of none.</summary>
    public static async Task<WorkRecord?> FindAsync(LabReader reader, string taskUid, CancellationToken cancellationToken) =>
        await reader.QueryAsync<WorkRecord>(
            WorkSql.Find, new { site = reader.Site, task_uid = taskUid }, cancellationToken) is [var found] ? found : null;

    /// <summary>Work by its tasks, oldest first.</summary>
    public static Task<IReadOnlyList<WorkRecord>> FindAsync(
        LabReader reader, IReadOnlyCollection<string> taskUids, CancellationToken cancellationToken) =>
        taskUids.Count == 0
            ? Task.FromResult<IReadOnlyList<WorkRecord>>([])
            : reader.QueryAsync<WorkRecord>(WorkSql.FindAll, new { site = reader.Site, uids = taskUids.ToArray() }, cancellationToken);

    /// <summary>The last work about something; null: there was none.</summary>
    public static async Task<WorkRecord?> LastOfContextAsync(LabReader reader, string uid, CancellationToken cancellationToken) =>
        await reader.QueryAsync<WorkRecord>(
            WorkSql.LastOfContext, new { site = reader.Site, uid }, cancellationToken) is [var found] ? found : null;

    /// <summary>Objects that still wait for a task, in the person's order.</summary>
    public static async Task<IReadOnlyList<WorkItem>> PendingAsync(
        LabReader reader, string taskUid, CancellationToken cancellationToken) =>
        ItemsOf(await reader.QueryAsync<PendingRow>(
            WorkSql.Pending, new { site = reader.Site, task_uid = taskUid }, cancellationToken));

    /// <summary>Those of some objects that still wait for a task.</summary>
    public static async Task<IReadOnlyList<WorkItem>> PendingAsync(
        LabReader reader, string taskUid, IReadOnlyList<string> uids, CancellationToken cancellationToken) =>
        ItemsOf(await reader.QueryAsync<PendingRow>(
            WorkSql.PendingOf, new { site = reader.Site, task_uid = taskUid, uids = uids.ToArray() }, cancellationToken));

    /// <summary>What became of a task's objects, in the person's order.</summary>
    public static Task<IReadOnlyList<WorkOutcome>> OutcomesAsync(
        LabReader reader, string taskUid, int offset, int limit, CancellationToken cancellationToken) =>
        reader.QueryAsync<WorkOutcome>(
            WorkSql.Outcomes, new { site = reader.Site, task_uid = taskUid, offset, limit }, cancellationToken);

    /// <summary>What became of a task's objects behind a place in the person's order.</summary>
    /// <param name="reader">Where to look.</param>
    /// <param name="taskUid">The task.</param>
    /// <param name="number">The place; -1: from the first on.</param>
    /// <param name="all">Those that went well, too.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancellationToken">Ends the look-up.</param>
    public static Task<IReadOnlyList<WorkOutcome>> OutcomesBehindAsync(
        LabReader reader, string taskUid, int number, bool all, int limit, CancellationToken cancellationToken) =>
        reader.QueryAsync<WorkOutcome>(
            WorkSql.OutcomesBehind,
            new { site = reader.Site, task_uid = taskUid, number, all = all ? 1 : 0, limit },
            cancellationToken);

    /// <summary>What became of some objects of a task, by uid.</summary>
    public static async Task<IReadOnlyDictionary<string, WorkOutcome>> OutcomesAsync(
        LabReader reader, string taskUid, IReadOnlyList<string> uids, CancellationToken cancellationToken) =>
        (await reader.QueryAsync<WorkOutcome>(
            WorkSql.OutcomesOf, new { site = reader.Site, task_uid = taskUid, uids = uids.ToArray() }, cancellationToken))
        .ToDictionary(outcome => outcome.ObjectUid, StringComparer.Ordinal);

    /// <summary>Tasks whose work has not ended.</summary>
    public static Task<IReadOnlyList<string>> OpenAsync(LabReader reader, CancellationToken cancellationToken) =>
        reader.QueryAsync<string>(WorkSql.OpenTasks, new { site = reader.Site }, cancellationToken);

    /// <summary>Whether something that a transaction has read, or something in it, waits for a task that was not there before.</summary>
    /// <param name="work">The transaction; it has the right to write.</param>
    /// <param name="before">Tasks whose work had not ended when it read.</param>
    /// <param name="cancellationToken">Ends the look-up.</param>
    public static async Task<bool> IsOvertakenAsync(
        LabWork work, IReadOnlyList<string> before, CancellationToken cancellationToken)
    {
        string[] since = [.. (await OpenAsync(work, cancellationToken)).Except(before, StringComparer.Ordinal)];
        return since.Length > 0 && await work.ScalarAsync<long>(
            WorkSql.Overtaken, new { site = work.Site, since, seen = work.Seen() }, cancellationToken) > 0;
    }

    /// <summary>Keeps new work.</summary>
    public static Task InsertAsync(LabWork work, WorkRecord record, CancellationToken cancellationToken) =>
        work.ExecuteAsync(
            WorkSql.Insert,
            new
            {
                site = work.Site,
                task_uid = record.TaskUid,
                name = record.Name,
                action = record.Action,
                context_uid = record.ContextUid,
                context_path = record.ContextPath,
                username = record.Username,
                roles = record.Roles,
                decided = record.Decided,
                address = record.Address,
                comment = record.Comment,
                follow_up = record.FollowUp,
                total = record.Total,
                status = record.Status,
            },
            cancellationToken);

    /// <summary>Keeps a task for the queue. A crash from the commit on leaves it in the outbox, which the next start sends.</summary>
    public static Task KeepAsync(LabWork work, string taskUid, CancellationToken cancellationToken) =>
        work.ExecuteAsync(
            WorkSql.Keep, new { site = work.Site, task_uid = taskUid, kept = work.Now.ToMicroseconds() }, cancellationToken);

    /// <summary>Lets objects wait for a task.</summary>
    /// <returns>How many of them do; the others wait for another already.</returns>
    public static Task<int> PendAsync(
        LabWork work, WorkRecord record, IReadOnlyList<WorkItem> items, CancellationToken cancellationToken) =>
        work.ExecuteAsync(
            WorkSql.Pend,
            new
            {
                site = work.Site,
                task_uid = record.TaskUid,
                context_uid = record.ContextUid,
                items = JsonSerializer.Serialize(items),
            },
            cancellationToken);

    /// <summary>An object waits no more, and this is what became of it.</summary>
    public static async Task RecordAsync(
        LabWork work, string taskUid, WorkOutcome outcome, CancellationToken cancellationToken)
    {
        await work.RepeatAsync(
            WorkSql.Unpend, new { site = work.Site, object_uid = outcome.ObjectUid, task_uid = taskUid }, cancellationToken);
        await work.RepeatAsync(
            WorkSql.Record,
            new
            {
                site = work.Site,
                task_uid = taskUid,
                object_uid = outcome.ObjectUid,
                number = outcome.Number,
                outcome = outcome.Outcome,
                message = outcome.Message,
                time = work.Now.ToMicroseconds(),
                released = outcome.Released ? 1 : 0,
            },
            cancellationToken);
    }

    /// <summary>Nothing waits for a task any more: each object that did has that outcome, as one that was released.</summary>
    /// <returns>How many did.</returns>
    public static async Task<int> ReleaseAsync(
        LabWork work, string taskUid, string outcome, string message, CancellationToken cancellationToken)
    {
        var values = new { site = work.Site, task_uid = taskUid, outcome, message, time = work.Now.ToMicroseconds() };
        await work.ExecuteAsync(WorkSql.Release, values, cancellationToken);
        return await work.ExecuteAsync(WorkSql.UnpendAll, new { site = work.Site, task_uid = taskUid }, cancellationToken);
    }

    /// <summary>An object that was released is its task's again.</summary>
    public static Task TakeBackAsync(LabWork work, string taskUid, string objectUid, CancellationToken cancellationToken) =>
        work.ExecuteAsync(
            WorkSql.TakeBack, new { site = work.Site, task_uid = taskUid, object_uid = objectUid }, cancellationToken);

    /// <summary>Sets the figures and the state of work to those of a record.</summary>
    /// <param name="work">The transaction.</param>
    /// <param name="before">The work as it was.</param>
    /// <param name="after">The work as it is.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static Task SetAsync(LabWork work, WorkRecord before, WorkRecord after, CancellationToken cancellationToken) =>
        work.ExecuteAsync(
            WorkSql.Count,
            new
            {
                site = work.Site,
                task_uid = after.TaskUid,
                total = after.Total - before.Total,
                done = after.Done - before.Done,
                refused = after.Refused - before.Refused,
                failed = after.Failed - before.Failed,
                skipped = after.Skipped - before.Skipped,
                status = after.Status,
                consumer_id = after.ConsumerId,
                error = after.Error,
                ended = after.Ended,
            },
            cancellationToken);

    /// <summary>A record with outcomes added to its figures.</summary>
    /// <param name="record">The record.</param>
    /// <param name="outcome">The kind of outcome.</param>
    /// <param name="count">How many; less than zero takes them back.</param>
    public static WorkRecord Count(WorkRecord record, string outcome, int count = 1) => outcome switch
    {
        OutcomeWord.Done => record with { Done = record.Done + count },
        OutcomeWord.Refused => record with { Refused = record.Refused + count },
        OutcomeWord.Failed => record with { Failed = record.Failed + count },
        OutcomeWord.Skipped => record with { Skipped = record.Skipped + count },
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "No outcome."),
    };

    /// <summary>The origin of what a task does: the person's decision, carried out by a consumer.</summary>
    public static Origin OriginOf(WorkRecord record, string? consumerId) =>
        new(record.Username, UnixTime.FromMicroseconds(record.Decided), record.Address, record.Comment)
        {
            Roles = JsonSerializer.Deserialize<string[]>(record.Roles) ?? [],
            TaskUid = record.TaskUid,
            ConsumerId = consumerId,
        };

    private static IReadOnlyList<WorkItem> ItemsOf(IReadOnlyList<PendingRow> rows) =>
        [.. rows.Select(row => new WorkItem(row.Uid, row.Number, row.Version, row.Slot))];

    private sealed record PendingRow
    {
        public string Uid { get; init; } = string.Empty;

        public int Number { get; init; }

        public long Version { get; init; }

        public int? Slot { get; init; }
    }
}
