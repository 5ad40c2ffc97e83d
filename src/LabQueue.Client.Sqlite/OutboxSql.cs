namespace LabQueue.Client.Sqlite;

/// <summary>The statements of an outbox file.</summary>
internal static class OutboxSql
{
    /// <summary>The version of the tables, which stands in the file.</summary>
    public const int Version = 2;

    /// <summary>Makes version 1.</summary>
    public const string CreateTask =
        """
        begin immediate;
        create table if not exists outbox_task (
            number integer primary key autoincrement,
            task_uid text not null unique,
            username text not null,
            text text not null,
            kept integer not null,
            refused integer,
            reason text,
            check ((refused is null) = (reason is null))
        );
        create index if not exists outbox_task_waiting on outbox_task (number) where refused is null;
        create index if not exists outbox_task_refused on outbox_task (number) where refused is not null;
        pragma user_version = 1;
        commit;
        """;

    /// <summary>Makes version 2 of version 1.</summary>
    public const string CreateBlock =
        """
        begin immediate;
        create table if not exists outbox_block (
            one integer primary key check (one = 1),
            task_uid text not null,
            reason text not null,
            since integer not null
        );
        pragma user_version = 2;
        commit;
        """;

    public const string HasTask = "select count(*) from sqlite_master where type = 'table' and name = 'outbox_task'";

    public const string ReadVersion = "pragma user_version";

    public const string Begin = "begin immediate";

    public const string Commit = "commit";

    public const string Rollback = "rollback";

    public const string Keep =
        """
        insert into outbox_task (task_uid, username, text, kept) values (@task_uid, @username, @text, @kept)
        on conflict (task_uid) do nothing
        """;

    public const string Next =
        """
        select task_uid, username, text, kept from outbox_task where refused is null order by number limit @count
        """;

    public const string Remove = "delete from outbox_task where task_uid = @task_uid and refused is null";

    public const string Refuse =
        """
        update outbox_task set refused = @refused, reason = @reason where task_uid = @task_uid and refused is null
        """;

    public const string Refused =
        """
        select task_uid, username, text, kept, reason, refused from outbox_task
        where refused is not null order by number limit @count
        """;

    public const string Resend =
        """
        update outbox_task set refused = null, reason = null, number = (select max(number) + 1 from outbox_task)
        where task_uid = @task_uid and refused is not null
        """;

    public const string Forget = "delete from outbox_task where task_uid = @task_uid and refused is not null";

    public const string Note =
        """
        insert into outbox_block (one, task_uid, reason, since) values (1, @task_uid, @reason, @since)
        on conflict (one) do update set task_uid = @task_uid, reason = @reason, since = @since
        """;

    public const string Unnote = "delete from outbox_block";

    public const string Block = "select task_uid, reason, since from outbox_block";

    public const string Oldest = "select kept from outbox_task where refused is null order by number limit 1";

    public const string CountWaiting = "select count(*) from outbox_task where refused is null";

    public const string CountRefused = "select count(*) from outbox_task where refused is not null";
}
