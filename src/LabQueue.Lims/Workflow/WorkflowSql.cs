namespace LabQueue.Lims.Workflow;

/// <summary>Statements that find what a transition takes along.</summary>
internal static class WorkflowSql
{
    /// <summary>Routine analyses of a sample, in order.</summary>
    public const string AnalysesOfSample =
        """
        select uid from lab_object
        where site = @site and container_uid = @uid and +portal_type = 'Analysis' and deleted = 0
        order by sort_key, uid
        """;

    /// <summary>Analyses on a worksheet, in order.</summary>
    public const string AnalysesOfWorksheet =
        "select analysis_uid from slot where site = @site and worksheet_uid = @uid order by position, ordinal";

    /// <summary>What repeats an analysis on its worksheet.</summary>
    public const string Duplicates =
        "select analysis_uid from slot where site = @site and source_uid = @uid and worksheet_uid = @worksheet_uid order by ordinal";

    /// <summary>The highest row number of a worksheet; 0: it has no rows.</summary>
    public const string LastOrdinal =
        "select coalesce(max(ordinal), 0) from slot where site = @site and worksheet_uid = @uid";

    /// <summary>Who changed an object last.</summary>
    public const string LastActor = "select actor from audit where site = @site and uid = @uid order by number desc limit 1";

    /// <summary>Ids below an address that a keyword and a number make, and the keyword itself.</summary>
    public const string IdsOfKeyword =
        """
        select id from lab_object
        where site = @site and deleted = 0 and (path = @path or (path >= @numbered and path < @numbered_end))
        """;
}
