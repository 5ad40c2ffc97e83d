using LabQueue.Engine;

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
            var isNew = !IsKnown(session, site, wish) && !HasTwin(session, site, wish);
            if (isNew)
            {
                TaskMoves.Insert(session, site, task);
            }

            results[i] = new AddResult(task, isNew);
        }

        return (results, null);
    }

    private static bool IsKnown(WriteSession session, SiteState site, NewTask wish) =>
        wish.TaskUid is { } uid
        && (Exists(session, Sql.IdOfUid, site, uid) || (wish.Once && Exists(session, HistorySql.IsEnded, site, uid)));

    private static bool HasTwin(WriteSession session, SiteState site, NewTask wish)
    {
        if (!wish.Unique)
        {
            return false;
        }

        var row = session.Database.Prepare(Sql.Twin).Bind(site.Id).Bind(wish.ContextUid).Bind(wish.Name);
        var found = row.Step();
        row.Stop();
        return found;
    }

    private static bool Exists(WriteSession session, string sql, SiteState site, string uid)
    {
        var row = session.Database.Prepare(sql).Bind(site.Id).Bind(uid);
        var found = row.Step();
        row.Stop();
        return found;
    }
}
