using LabQueue.Engine;
using LabQueue.Storage.Sqlite.Native;

namespace LabQueue.Storage.Sqlite.Writing;

/// <summary>Adds tasks.</summary>
internal static class AddTasks
{
    /// <summary>Adds all that the queue does not have yet.</summary>
    /// <returns>What became of each; or why nothing is added. An exception would undo the group's other commands, too.</returns>
    public static (IReadOnlyList<AddResult> Results, string? Trouble) Run(
        WriteSession session, SiteState site, IReadOnlyList<NewTask> wishes, Actor by)
    {
        if (session.Room.FindTrouble() is { } trouble)
        {
            return ([], trouble);
        }

        var results = new AddResult[wishes.Count];
        for (var i = 0; i < results.Length; i++)
        {
            var wish = wishes[i];
            var task = TaskLifecycle.Create(wish, site.Settings, by.Username, session.NextNumber(), session.Now);
            var isNew = !IsKnown(session, site, wish) && !HasTwin(site, wish);
            if (isNew)
            {
                task = Insert(session, site, task, wish, by);
            }

            results[i] = new AddResult(task, isNew);
        }

        return (results, null);
    }

    private static QueueTask Insert(WriteSession session, SiteState site, QueueTask task, NewTask wish, Actor by)
    {
        var row = TaskMoves.Insert(session, site, task);
        if (wish.TakenOverAs != QueueTaskStatus.Failed)
        {
            return task;
        }

        // In the same commit, so that nobody ever claims it.
        var failed = task with { Status = QueueTaskStatus.Failed };
        TaskMoves.Settle(session, site, row, row with { Task = failed }, "taken_over", by);
        return failed;
    }

    private static bool HasTwin(SiteState site, NewTask wish) =>
        wish.Unique && wish.TakenOverAs is null && site.Waiting.IsWaiting(wish.ContextUid, wish.Name);

    private static bool IsKnown(WriteSession session, SiteState site, NewTask wish) =>
        wish.TaskUid is { } uid
        && ((site.Live.Find(uid) is { } id && Exists(session.Database.Prepare(Sql.StateOf).Bind(id)))
            || (wish.Once && site.Ended.Find(uid).Any(number =>
                Exists(session.Database.Prepare(HistorySql.TaskOfNumber).Bind(site.Id).Bind(number).Bind(uid)))));

    private static bool Exists(Statement row)
    {
        var found = row.Step();
        row.Stop();
        return found;
    }
}
