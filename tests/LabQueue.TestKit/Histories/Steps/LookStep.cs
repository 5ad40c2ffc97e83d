namespace LabQueue.TestKit.Histories.Steps;

/// <summary>Somebody looks: all ways to look, with these filters.</summary>
/// <param name="Site">The site.</param>
/// <param name="Statuses">States to look at.</param>
/// <param name="Ghosts">Hidden tasks, too.</param>
/// <param name="Username">Only that person's.</param>
/// <param name="Uid">A uid to look for: an object, or what a client knows.</param>
public sealed record LookStep(
    int Site, IReadOnlyList<QueueTaskStatus> Statuses, bool Ghosts, string? Username, string Uid) : HistoryStep(Site)
{
    private const int PageSize = 3;

    /// <inheritdoc/>
    public override async Task RunAsync(HistoryRun run, SiteRun site)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(site);
        await CompareListsAsync(site, new TaskQuery { Statuses = Statuses, Ghosts = Ghosts, Username = Username, Limit = PageSize });
        await CompareListsAsync(site, new TaskQuery { Statuses = Statuses, Name = "n1", Since = run.Now.AddSeconds(-20) });
        site.Compare(
            "search", site.Model.Search(Uid, null), await site.Queue.SearchAsync(Uid, null, CancellationToken.None));
        site.Compare(
            "search n1", site.Model.Search(Uid, "n1"), await site.Queue.SearchAsync(Uid, "n1", CancellationToken.None));
        await CompareDiffAsync(site);
        Differ.IfNotSame(
            "uids",
            site.Model.Uids(Statuses).Order(StringComparer.Ordinal),
            (await site.Queue.UidsAsync(Statuses, CancellationToken.None)).Order(StringComparer.Ordinal));
        Differ.IfNotSame(
            "oldest",
            TaskText.Time(site.Model.Oldest()),
            TaskText.Time(await site.Queue.OldestAsync(CancellationToken.None)));
        Differ.IfNotSame(
            "find", site.Expected(site.Model.Find(Uid)), TaskText.Of(await site.Queue.FindAsync(Uid, CancellationToken.None)));
    }

    /// <inheritdoc/>
    public override string ToString() =>
        $"site {Site}: look at {string.Join(',', Statuses)}{(Ghosts ? " with ghosts" : string.Empty)} of "
        + $"{Username ?? "all"} for {TaskText.Short(Uid)}";

    private static async Task CompareListsAsync(SiteRun site, TaskQuery query)
    {
        var found = new List<QueueTask>();
        TaskPage page;
        do
        {
            page = await site.Queue.ListAsync(query, CancellationToken.None);
            Differ.Unless(page.Tasks.Count <= query.Limit, "a page is longer than asked for");
            found.AddRange(page.Tasks);
            query = query with { After = page.Next };
        }
        while (page.Next is not null);

        site.Compare("list", site.Model.List(query), found);
    }

    private async Task CompareDiffAsync(SiteRun site)
    {
        // A client that knows half of the queue, and something that it must drop.
        var known = site.Model.Tasks.Select(task => task.TaskUid).Where((_, i) => i % 2 == 0).Append(Uid).Append(Uid);
        var request = new DiffRequest([.. known]) { Statuses = Statuses, Ghosts = Ghosts, Username = Username };
        var expected = site.Model.Diff(request);
        var actual = await site.Queue.DiffAsync(request, CancellationToken.None);
        site.Compare("diff", expected.Tasks, actual.Tasks);
        Differ.IfNotSame("stale", expected.Stale, actual.Stale);
    }
}
