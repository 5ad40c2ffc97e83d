namespace LabQueue.Lims.Worksheets;

/// <summary>Statements on worksheets.</summary>
internal static class SheetSql
{
    /// <summary>Slots that a queued assignment has been promised.</summary>
    public const string PromisedSlots =
        """
        select distinct slot from pending_item
        where site = @site and context_uid = @uid and slot is not null and task_uid <> @task_uid
        """;

    /// <summary>How many analyses worksheets have, by kind and state.</summary>
    public const string Counts =
        """
        select s.worksheet_uid as WorksheetUid, s.kind as Kind, o.state as State, count(*) as Count
        from slot s join lab_object o on o.site = s.site and o.uid = s.analysis_uid
        where s.site = @site and s.worksheet_uid in @uids group by s.worksheet_uid, s.kind, o.state
        """;

    /// <summary>How many samples have routine analyses on worksheets.</summary>
    public const string Samples =
        """
        select worksheet_uid as WorksheetUid, count(distinct container_uid) as Count
        from slot where site = @site and worksheet_uid in @uids and kind = 0 group by worksheet_uid
        """;

    /// <summary>How much work on worksheets has not ended, and how far it is; also where it is not about the worksheet itself.</summary>
    public const string Queued =
        """
        select uid as WorksheetUid, cast(sum(total) as bigint) as Total, cast(sum(handled) as bigint) as Handled from (
          select context_uid as uid, total as total, done + refused + failed + skipped as handled
          from work where site = @site and ended is null and context_uid in @uids
          union all
          select s.worksheet_uid, 1, 0
          from slot s join pending_item p on p.site = s.site and p.object_uid = s.analysis_uid
          where s.site = @site and s.worksheet_uid in @uids and p.context_uid <> s.worksheet_uid) as both_kinds
        group by uid
        """;

    /// <summary>Objects that wait for work on a worksheet, or lie on it and wait for other work.</summary>
    public const string Pending =
        """
        select object_uid from pending_item where site = @site and context_uid = @uid
        union
        select p.object_uid from slot s join pending_item p on p.site = s.site and p.object_uid = s.analysis_uid
        where s.site = @site and s.worksheet_uid = @uid
        """;

    /// <summary>Objects that began to wait for work on a worksheet since a time, or got their outcome.</summary>
    /// <remarks>The cross join has SQLite begin with the worksheet's work, and not with all outcomes that there are.</remarks>
    public const string Handled =
        """
        select o.object_uid from work w cross join outcome o
        where w.site = @site and w.context_uid = @uid and (w.ended is null or w.ended >= @since)
          and o.site = w.site and o.task_uid = w.task_uid and o.time >= @since
        union
        select p.object_uid from pending_item p join work w on w.site = p.site and w.task_uid = p.task_uid
        where p.site = @site and p.context_uid = @uid and w.decided >= @since
        """;
}
