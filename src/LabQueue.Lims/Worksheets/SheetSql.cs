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
}
