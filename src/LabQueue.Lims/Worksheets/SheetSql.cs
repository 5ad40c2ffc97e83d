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
}
