namespace LabQueue.Lims.Background;

/// <summary>Statements on objects that wait for tasks.</summary>
internal static class PendingSql
{
    private const string Columns =
        """
        select p.object_uid as ObjectUid, p.task_uid as TaskUid, p.context_uid as ContextUid, p.version as Version,
          p.slot as Slot, w.action as Action, w.context_path as ContextPath, w.username as Username
        from pending_item p join work w on w.site = p.site and w.task_uid = p.task_uid
        where p.site = @site
        """;

    /// <summary>Those of these objects that wait.</summary>
    public const string OfObjects = Columns + " and p.object_uid in @uids";

    /// <summary>One that waits for a task about that context; any.</summary>
    public const string OfContext = Columns + " and p.task_uid <> @except and p.context_uid = @uid limit 1";

    /// <summary>One that is an analysis of that sample; any.</summary>
    public const string OfSample =
        Columns + " and p.task_uid <> @except and p.object_uid in"
        + " (select uid from lab_object where site = @site and container_uid = @uid and deleted = 0) limit 1";

    /// <summary>By task, how many of a sample and its analyses wait.</summary>
    public const string CountOfSample =
        """
        select p.task_uid as TaskUid, count(*) as Count from pending_item p
        where p.site = @site and p.object_uid in
          (select @uid union all select uid from lab_object where site = @site and container_uid = @uid and deleted = 0)
        group by +p.task_uid order by +p.task_uid
        """;

    /// <summary>One that is on that worksheet; any.</summary>
    public const string OfWorksheet =
        Columns + " and p.task_uid <> @except and p.object_uid in"
        + " (select analysis_uid from slot where site = @site and worksheet_uid = @uid) limit 1";
}
