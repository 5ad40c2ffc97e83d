using LabQueue.Storage.Sqlite.Waiting;

namespace LabQueue.Storage.Sqlite.Writing;

/// <summary>Brings the ranks in the file up to date after the top-priority list changed, some at a time.</summary>
internal static class Reranking
{
    private const int PerRound = 500;

    /// <summary>Takes over a site's top-priority list. What is claimed next goes by it at once.</summary>
    public static void Start(SiteState site) =>
        site.StaleRanks.Add(site.Waiting.SetRanks(site.Settings.TopPriorityTasks).Select(task => task.Id));

    /// <summary>Writes up to 500 ranks.</summary>
    /// <returns>Whether there may be more.</returns>
    public static bool Run(WriteSession session, SiteState site)
    {
        var rows = site.StaleRanks.Take(PerRound);
        foreach (var task in rows.Select(site.Waiting.Find).OfType<WaitingTask>())
        {
            session.Database.Prepare(Sql.SetRank).Bind(task.Kind.Rank).Bind(task.Id).Run();
        }

        return rows.Count == PerRound;
    }
}
