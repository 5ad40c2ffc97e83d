namespace LabQueue.Lims.Clients;

/// <summary>Statements on what clients' contacts were given to see.</summary>
internal static class GrantSql
{
    /// <summary>Gives a new object to the contacts of its client.</summary>
    public const string GiveNew =
        """
        insert into access_grant (site, username, uid, client_uid)
        select site, username, @uid, @client_uid from lab_user where site = @site and client_uid = @client_uid
        on conflict do nothing
        """;

    /// <summary>The next objects of a client's tree, newest first, without the client itself.</summary>
    public const string Next =
        """
        select uid as Uid, created as Created from lab_object
        where site = @site and client_uid = @client_uid and uid <> @client_uid and deleted = 0
          and (@uid is null or (created, uid) < (@created, @uid))
        order by created desc, uid desc limit @size
        """;

    /// <summary>Gives objects to a user.</summary>
    public const string Give =
        """
        insert into access_grant (site, username, uid, client_uid)
        select site, @username, uid, @client_uid from lab_object where site = @site and uid in @uids and client_uid = @client_uid
        on conflict do nothing
        """;

    /// <summary>Takes some of a client's objects away from a user.</summary>
    public const string Take =
        """
        delete from access_grant where site = @site and username = @username and uid in (
          select uid from access_grant where site = @site and username = @username and client_uid = @client_uid limit @size)
        """;

    /// <summary>Begins a walk, or turns one round that is on its way.</summary>
    public const string Begin =
        """
        insert into rights_walk (site, username, client_uid, contact_uid, gives, created, uid)
        values (@site, @username, @client_uid, @contact_uid, @gives, null, null)
        on conflict (site, username, client_uid) do update set contact_uid = excluded.contact_uid, gives = excluded.gives,
          created = null, uid = null
        """;

    /// <summary>How far a walk has come.</summary>
    public const string Advance =
        """
        update rights_walk set created = @created, uid = @uid
        where site = @site and username = @username and client_uid = @client_uid
        """;

    /// <summary>Ends a walk.</summary>
    public const string End = "delete from rights_walk where site = @site and username = @username and client_uid = @client_uid";

    /// <summary>A walk that a contact's link, or its end, began; any.</summary>
    public const string WalkOf = Walks + " and contact_uid = @contact_uid limit 1";

    /// <summary>Contacts with walks that have not ended.</summary>
    public const string Unfinished = "select distinct contact_uid from rights_walk where site = @site";

    /// <summary>Those of them that no task is at any more.</summary>
    public const string Abandoned =
        Unfinished + " and not exists (select 1 from work w where w.site = @site and w.context_uid = contact_uid and w.ended is null)";

    private const string Walks =
        """
        select username as Username, client_uid as ClientUid, gives as Gives, created as Created, uid as Uid
        from rights_walk where site = @site
        """;
}
