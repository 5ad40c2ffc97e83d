namespace LabQueue.Lims.Audit;

/// <summary>Statements on the audit trail and its chain.</summary>
internal static class AuditSql
{
    private const string Columns =
        """
        select a.number as Number, a.uid as Uid, a.path as Path, a.action as Action, a.actor as Actor, a.roles as Roles,
          a.time as Time, a.decided as Decided, a.address as Address, a.comment as Comment, a.task_uid as TaskUid,
          a.consumer_id as ConsumerId, a.before as Before, a.after as After
        from audit a where a.site = @site
        """;

    /// <summary>Entries of an object, newest first.</summary>
    public const string OfObject =
        Columns + " and a.uid = @uid and a.number < @before order by a.number desc limit @limit";

    /// <summary>Entries of a sample and its analyses, those that were taken away as well, newest first.</summary>
    /// <remarks>By the few objects: the plus keeps SQLite from going through the whole trail in its order.</remarks>
    public const string OfSample =
        Columns + " and a.number < @before and a.uid in"
        + " (select @uid union all select uid from lab_object where site = @site and container_uid = @uid and deleted = 0"
        + " union all select uid from lab_object where site = @site and container_uid = @uid and deleted = 1)"
        + " order by +a.number desc limit @limit";

    /// <summary>Entries in order, behind a number.</summary>
    public const string Page = Columns + " and a.number > @after order by a.number limit @limit";

    /// <summary>Entries without a seal, in order. Those before <c>@after</c> are known to have theirs.</summary>
    public const string Unsealed = Columns
        + " and a.number > @after and not exists (select 1 from audit_seal s where s.audit_number = a.number)"
        + " order by a.number limit @limit";

    /// <summary>The last link.</summary>
    public const string Head =
        """
        select position as Position, audit_number as AuditNumber, hash as Hash from audit_seal
        where site = @site order by position desc limit 1
        """;

    /// <summary>Links in order, behind a position.</summary>
    public const string Seals =
        """
        select position as Position, audit_number as AuditNumber, hash as Hash from audit_seal
        where site = @site and position > @after order by position limit @limit
        """;

    /// <summary>Entries by number.</summary>
    public const string Entries = Columns + " and a.number in @numbers";

    /// <summary>A new link. A twin of its position was made by another process, and this one is made again.</summary>
    public const string Seal =
        """
        insert into audit_seal (site, position, audit_number, hash, sealed)
        values (@site, @position, @audit_number, @hash, @sealed)
        """;

    /// <summary>Sites that have a trail.</summary>
    public const string Sites = "select distinct site from audit";
}
