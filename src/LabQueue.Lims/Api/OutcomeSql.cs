namespace LabQueue.Lims.Api;

/// <summary>Statements on what became of tasks.</summary>
internal static class OutcomeSql
{
    /// <summary>A task as a whole.</summary>
    public const string Head =
        """
        select name as Name, action as Action, context_uid as ContextUid, username as Username, status as Status, error as Error,
          total as Total, done as Done, refused as Refused, failed as Failed, skipped as Skipped
        from work where site = @site and task_uid = @task_uid
        """;

    /// <summary>Its objects, in the order in which they were named.</summary>
    public const string Items =
        """
        select object_uid as ObjectUid, outcome as Outcome, message as Message, time as Time
        from outcome where site = @site and task_uid = @task_uid order by number
        """;
}
