namespace LabQueue.Lims.Store;

/// <summary>Statements on objects and slots.</summary>
internal static class ObjectSql
{
    /// <summary>Columns of <see cref="LabRow"/>.</summary>
    public const string Columns =
        """
        o.uid as Uid, o.portal_type as PortalType, o.id as Id, o.path as Path, o.parent_uid as ParentUid,
        o.client_uid as ClientUid, o.state as State, o.creator as Creator, o.created as Created, o.modified as Modified,
        o.version as Version, o.body as Body, s.worksheet_uid as WorksheetUid, s.position as Position, s.ordinal as Ordinal
        """;

    /// <summary>Objects with their slots.</summary>
    public const string From =
        " from lab_object o left join slot s on s.site = o.site and s.analysis_uid = o.uid where o.site = @site and o.deleted = 0";

    /// <summary>Objects alone.</summary>
    public const string FromObjects = " from lab_object o where o.site = @site and o.deleted = 0";

    /// <summary>Objects by uid.</summary>
    public const string Find = "select " + Columns + From + " and o.uid in @uids";

    /// <summary>An object by its address.</summary>
    public const string FindPath = "select " + Columns + From + " and o.path = @path";

    /// <summary>How many of some objects, a JSON object with a version by each uid, have another version by now; 0 is for new ones.</summary>
    public const string Changed =
        """
        select count(*) from json_each(@seen) as seen
        left join lab_object o on o.site = @site and o.uid = seen.key and o.deleted = 0
        where coalesce(o.version, 0) <> cast(seen.value as bigint)
        """;

    /// <summary>A new object.</summary>
    public const string Insert =
        """
        insert into lab_object (site, uid, portal_type, id, path, parent_uid, client_uid, container_uid, service_uid, title,
          state, sort_key, creator, created, modified, version, analyst, hidden, due, body)
        values (@site, @uid, @portal_type, @id, @path, @parent_uid, @client_uid, @container_uid, @service_uid, @title,
          @state, @sort_key, @creator, @created, @modified, @version, @analyst, @hidden, @due, @body)
        """;

    /// <summary>A changed object, where nobody else changed it.</summary>
    public const string Update =
        """
        update lab_object set title = @title, state = @state, sort_key = @sort_key, container_uid = @container_uid,
          service_uid = @service_uid, id = @id, path = @path, modified = @modified, version = @version, analyst = @analyst,
          hidden = @hidden, due = @due, body = @body
        where site = @site and uid = @uid and version = @version - 1 and deleted = 0
        """;

    /// <summary>Takes an object out of all lists; its record stays.</summary>
    public const string Delete =
        """
        update lab_object set deleted = 1, modified = @modified, version = @version
        where site = @site and uid = @uid and version = @version - 1 and deleted = 0
        """;

    /// <summary>Puts an analysis into a slot.</summary>
    public const string InsertSlot =
        """
        insert into slot (site, analysis_uid, worksheet_uid, position, ordinal, kind, container_uid, service_uid, source_uid)
        values (@site, @analysis_uid, @worksheet_uid, @position, @ordinal, @kind, @container_uid, @service_uid, @source_uid)
        """;

    /// <summary>Takes an analysis out of its slot.</summary>
    public const string DeleteSlot = "delete from slot where site = @site and analysis_uid = @analysis_uid";

    /// <summary>Rows of a worksheet, in order.</summary>
    public const string Slots =
        """
        select s.analysis_uid as AnalysisUid, s.worksheet_uid as WorksheetUid, s.position as Position, s.ordinal as Ordinal,
          s.kind as Kind, s.container_uid as ContainerUid, o.state as State, s.service_uid as ServiceUid,
          s.source_uid as SourceUid
        from slot s join lab_object o on o.site = s.site and o.uid = s.analysis_uid
        where s.site = @site and s.worksheet_uid = @worksheet_uid
        order by s.position, s.ordinal
        """;

    /// <summary>How many analyses of a worksheet are in each state.</summary>
    public const string TallyWorksheet =
        """
        select o.state as State, count(*) as Count
        from slot s join lab_object o on o.site = s.site and o.uid = s.analysis_uid
        where s.site = @site and s.worksheet_uid = @uid group by o.state
        """;

    /// <summary>How many routine analyses of a sample are in each state.</summary>
    /// <remarks>By its few objects: the plus keeps SQLite from an index of all that are of the type.</remarks>
    public const string TallySample =
        """
        select state as State, count(*) as Count from lab_object
        where site = @site and container_uid = @uid and +portal_type = 'Analysis' and deleted = 0 group by state
        """;

    /// <summary>The next number of a sequence.</summary>
    public const string NextNumber =
        """
        insert into sequence (site, name, value) values (@site, @name, 1)
        on conflict (site, name) do update set value = sequence.value + 1 returning value
        """;

    /// <summary>Notes a change.</summary>
    public const string InsertAudit =
        """
        insert into audit (site, uid, path, action, actor, roles, time, decided, address, comment, task_uid, consumer_id, before, after)
        values (@site, @uid, @path, @action, @actor, @roles, @time, @decided, @address, @comment, @task_uid, @consumer_id, @before, @after)
        """;

    /// <summary>A word that an object is found by.</summary>
    public const string InsertWord =
        "insert into object_word (site, word, uid) values (@site, @word, @uid) on conflict do nothing";

    /// <summary>Forgets the words of an object.</summary>
    public const string DeleteWords = "delete from object_word where site = @site and uid = @uid";
}
