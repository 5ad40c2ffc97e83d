namespace LabQueue.Lims.Users;

/// <summary>Statements on users.</summary>
internal static class UserSql
{
    private const string Columns =
        """
        select username as Username, fullname as Fullname, email as Email, password_hash as PasswordHash, roles as Roles,
          disabled as Disabled, linked_contact_uid as LinkedContactUid,
          (select c.uid from lab_object c
           where c.site = lab_user.site and c.uid = lab_user.client_uid and c.state = 'active' and c.deleted = 0) as ClientUid
        from lab_user where site = @site
        """;

    /// <summary>One user.</summary>
    public const string Find = Columns + " and username = @username";

    /// <summary>The user that a contact is.</summary>
    public const string FindByContact = Columns + " and linked_contact_uid = @uid";

    /// <summary>Users by their names.</summary>
    public const string Named = Columns + " and username in @usernames";

    /// <summary>A page of the users that fit, by name.</summary>
    public const string Page =
        Columns
        + """
         and username > @after and (@disabled is null or disabled = @disabled) and (@unlinked = 0 or linked_contact_uid is null)
          and (@text is null or instr(lower(username), lower(@text)) > 0 or instr(lower(fullname), lower(@text)) > 0)
          and (@any_role = 1 or exists (select 1 from json_each(lab_user.roles) where value in @roles))
        order by username limit @limit
        """;

    /// <summary>All users of a site, by name.</summary>
    public const string All = Columns + " order by username";

    /// <summary>A user, new or changed. The client is that of the linked contact, and nobody else says which.</summary>
    public const string Put =
        """
        insert into lab_user (site, username, fullname, email, password_hash, roles, disabled, linked_contact_uid, client_uid)
        values (@site, @username, @fullname, @email, @password_hash, @roles, @disabled, @linked_contact_uid,
          (select client_uid from lab_object where site = @site and uid = @linked_contact_uid and portal_type = 'Contact'))
        on conflict (site, username) do update set fullname = excluded.fullname, email = excluded.email,
          password_hash = excluded.password_hash, roles = excluded.roles, disabled = excluded.disabled,
          linked_contact_uid = excluded.linked_contact_uid, client_uid = excluded.client_uid
        """;
}
