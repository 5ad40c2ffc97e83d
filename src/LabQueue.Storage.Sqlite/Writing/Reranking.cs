using LabQueue.Engine;

namespace LabQueue.Storage.Sqlite.Writing;

/// <summary>Gives waiting tasks their new rank after the top-priority list changed, some at a time.</summary>
internal static class Reranking
{
    private const int PerRound = 500;
    private const int FirstPhase = (int)TaskState.Ready;
    private const int ActionPhase = (int)TaskState.Later + 1;

    /// <summary>Looks at up to 500 tasks.</summary>
    /// <returns>Whether there is more to do.</returns>
    public static bool Run(WriteSession session, SiteState site)
    {
        for (var left = PerRound; left > 0;)
        {
            site.Rerank ??= NextWord(session, site) is { } word ? RerankCursor.Start(word, FirstPhase, moved: false) : null;
            if (site.Rerank is not { } cursor)
            {
                return false;
            }

            var page = cursor.Phase == ActionPhase ? OfAction(session, site, cursor, left) : OfName(session, site, cursor, left);
            foreach (var row in page)
            {
                cursor = cursor with { Moved = TaskMoves.Rerank(session, site, row) || cursor.Moved };
            }

            site.Rerank = page.Count == left
                ? cursor with { Key = page[^1].Key, Id = page[^1].Id }
                : NextPhase(session, site, cursor);
            left -= page.Count;
        }

        return true;
    }

    private static RerankCursor? NextPhase(WriteSession session, SiteState site, RerankCursor cursor)
    {
        if (cursor.Phase < ActionPhase)
        {
            return RerankCursor.Start(cursor.Word, cursor.Phase + 1, cursor.Moved);
        }

        // A new rank can bring another task to the head of its lane, behind a phase's back: once more, until none moves.
        if (cursor.Moved)
        {
            return RerankCursor.Start(cursor.Word, FirstPhase, moved: false);
        }

        session.Database.Prepare(DirectorySql.DeleteRerank).Bind(site.Id).Bind(cursor.Word).Run();
        return null;
    }

    private static string? NextWord(WriteSession session, SiteState site)
    {
        var row = session.Database.Prepare(DirectorySql.Reranks).Bind(site.Id);
        var word = row.Step() ? row.Text() : null;
        row.Stop();
        return word;
    }

    private static List<TaskRow> OfName(WriteSession session, SiteState site, RerankCursor cursor, int limit)
    {
        var own = TaskOrder.Rank(cursor.Word, null, site.Settings.TopPriorityTasks);
        var key = cursor.Key;
        return TaskColumns.ReadAll(session.Database.Prepare(Sql.MisrankedOfName)
            .Bind(site.Id).Bind(cursor.Word).Bind(cursor.Phase).Bind(own)
            .Bind(key.Rank).Bind(key.Due).Bind(key.ContextUid).Bind(key.Arrival).Bind(limit));
    }

    private static List<TaskRow> OfAction(WriteSession session, SiteState site, RerankCursor cursor, int limit) =>
        TaskColumns.ReadAll(session.Database.Prepare(Sql.OfAction)
            .Bind(site.Id).Bind(cursor.Word).Bind(cursor.Id).Bind(limit));
}
