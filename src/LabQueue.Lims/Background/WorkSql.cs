namespace LabQueue.Lims.Background;

/// <summary>Statements on work, its objects, its outcomes and the outbox.</summary>
internal static class WorkSql
{
    private const string Columns =
        """
        select task_uid as TaskUid, name as Name, action as Action, context_uid as ContextUid, context_path as ContextPath,
          username as Username, roles as Roles, decided as Decided, address as Address, comment as Comment,
          follow_up as FollowUp, total as Total, done as Done, refused as Refused, failed as Failed, skipped as Skipped,
          status as Status, error as Error, consumer_id as ConsumerId, ended as Ended
        from work where site = @site
        """;

    /// <summary>One piece of work.</summary>
    public const string Find = Columns + " and task_uid = @task_uid";

    /// <summary>Some pieces of work, oldest first.</summary>
    public const string FindAll = Columns + " and task_uid in @uids order by decided";

    /// <summary>The newest work about a context that has not ended, or ended last.</summary>
    public const string LastOfContext = Columns + " and context_uid = @uid order by decided desc limit 1";

    /// <summary>Work that has not ended, oldest first.</summary>
    public const string Open = Columns + " and ended is null and decided < @before order by decided limit @limit";

    /// <summary>Tasks whose work has not ended.</summary>
    public const string OpenTasks = "select task_uid from work where site = @site and ended is null";

    /// <summary>Of some tasks, what waits for them and is among some objects, a JSON object by uid, or lies in or on one, or is about one.</summary>
    public const string Overtaken =
        """
        with seen as materialized (select key as uid from json_each(@seen))
        select count(*) from pending_item p
        left join lab_object o on o.site = p.site and o.uid = p.object_uid
        left join slot s on s.site = p.site and s.analysis_uid = p.object_uid
        where p.site = @site and p.task_uid in @since
          and (p.object_uid in (select uid from seen) or p.context_uid in (select uid from seen)
            or o.container_uid in (select uid from seen) or s.worksheet_uid in (select uid from seen))
        """;

    /// <summary>Work about an object that has not ended, or ended since; oldest first.</summary>
    public const string OfContext =
        Columns + " and context_uid = @uid and (ended is null or ended >= @since) order by decided limit @limit";

    /// <summary>Since when objects of a task have outcomes.</summary>
    public const string Pace =
        "select min(time) as First from outcome where site = @site and task_uid = @task_uid";

    /// <summary>Why objects of a task were not done, the commonest reasons first.</summary>
    public const string Reasons =
        """
        select coalesce(message, '') as Message, count(*) as Count from outcome
        where site = @site and task_uid = @task_uid and outcome <> 'done' group by message order by count(*) desc limit @limit
        """;

    /// <summary>New work.</summary>
    public const string Insert =
        """
        insert into work (site, task_uid, name, action, context_uid, context_path, username, roles, decided, address, comment,
          follow_up, total, status)
        values (@site, @task_uid, @name, @action, @context_uid, @context_path, @username, @roles, @decided, @address, @comment,
          @follow_up, @total, @status)
        """;

    /// <summary>Adds outcomes to the figures of work that a consumer has.</summary>
    public const string Count =
        """
        update work set total = total + @total, done = done + @done, refused = refused + @refused, failed = failed + @failed,
          skipped = skipped + @skipped, status = @status, consumer_id = @consumer_id, error = @error, ended = @ended
        where site = @site and task_uid = @task_uid
        """;

    /// <summary>Objects, a JSON list of records, wait for a task; those that wait already go on as they do.</summary>
    public const string Pend =
        """
        insert into pending_item (site, object_uid, task_uid, context_uid, number, version, slot)
        select @site, json_extract(value, '$.Uid'), @task_uid, @context_uid, cast(json_extract(value, '$.Number') as integer),
          cast(json_extract(value, '$.Version') as bigint), cast(json_extract(value, '$.Slot') as integer)
        from json_each(@items) where true on conflict do nothing
        """;

    /// <summary>Objects that wait for a task, in order.</summary>
    public const string Pending =
        """
        select object_uid as Uid, number as Number, version as Version, slot as Slot from pending_item
        where site = @site and task_uid = @task_uid order by number
        """;

    /// <summary>Those of some objects that wait for a task.</summary>
    public const string PendingOf =
        """
        select object_uid as Uid, number as Number, version as Version, slot as Slot from pending_item
        where site = @site and task_uid = @task_uid and object_uid in @uids
        """;

    /// <summary>An object waits no more.</summary>
    public const string Unpend = "delete from pending_item where site = @site and object_uid = @object_uid and task_uid = @task_uid";

    /// <summary>Nothing waits for a task any more.</summary>
    public const string UnpendAll = "delete from pending_item where site = @site and task_uid = @task_uid";

    /// <summary>Notes of all that waits for a task that it was released.</summary>
    public const string Release =
        """
        insert into outcome (site, task_uid, object_uid, number, outcome, message, time, released)
        select site, task_uid, object_uid, number, @outcome, @message, @time, 1
        from pending_item where site = @site and task_uid = @task_uid
        """;

    /// <summary>Notes what became of an object.</summary>
    public const string Record =
        """
        insert into outcome (site, task_uid, object_uid, number, outcome, message, time, released)
        values (@site, @task_uid, @object_uid, @number, @outcome, @message, @time, @released)
        """;

    /// <summary>Forgets that an object was released: its task takes it up again.</summary>
    public const string TakeBack =
        "delete from outcome where site = @site and task_uid = @task_uid and object_uid = @object_uid and released = 1";

    /// <summary>What became of a task's objects, a page in the person's order.</summary>
    public const string Outcomes =
        """
        select object_uid as ObjectUid, outcome as Outcome, message as Message, number as Number, time as Time, released as Released
        from outcome where site = @site and task_uid = @task_uid order by number limit @limit offset @offset
        """;

    /// <summary>The same, behind a number.</summary>
    public const string OutcomesBehind =
        """
        select object_uid as ObjectUid, outcome as Outcome, message as Message, number as Number, time as Time, released as Released
        from outcome where site = @site and task_uid = @task_uid and number > @number and (@all = 1 or outcome <> 'done')
        order by number limit @limit
        """;

    /// <summary>Work of a user that has ended, and of which the user was not told; the first that ended first.</summary>
    public const string Untold = Columns + " and username = @username and told = 0 and ended is not null order by ended limit @limit";

    /// <summary>The user is told of it.</summary>
    public const string Tell = "update work set told = 1 where site = @site and task_uid in @task_uids and ended is not null";

    /// <summary>What became of some objects of a task.</summary>
    public const string OutcomesOf =
        """
        select object_uid as ObjectUid, outcome as Outcome, message as Message, number as Number, time as Time, released as Released
        from outcome where site = @site and task_uid = @task_uid and object_uid in @uids
        """;

    /// <summary>Keeps a task for the queue.</summary>
    public const string Keep =
        "insert into outbox (site, task_uid, kept) values (@site, @task_uid, @kept) on conflict do nothing";

    /// <summary>Tasks that the queue has not got, oldest first.</summary>
    public const string Kept =
        "select task_uid from outbox where site = @site order by kept, task_uid limit @limit";

    /// <summary>Whether the queue has not got a task.</summary>
    public const string IsKept = "select count(*) from outbox where site = @site and task_uid = @task_uid";

    /// <summary>Since when the first of the tasks that the queue has not got waits.</summary>
    public const string OldestKept = "select min(kept) from outbox where site = @site";

    /// <summary>How many wait like that: a thousand are many.</summary>
    public const string KeptCount = "select count(*) from (select 1 from outbox where site = @site limit 1000) as kept";

    /// <summary>The queue has a task.</summary>
    public const string Sent = "delete from outbox where site = @site and task_uid = @task_uid";

    /// <summary>How far the queue's history was followed.</summary>
    public const string Followed = "select number from follow where site = @site";

    /// <summary>Notes how far it was.</summary>
    public const string Follow =
        "insert into follow (site, number) values (@site, @number) on conflict (site) do update set number = excluded.number";
}
