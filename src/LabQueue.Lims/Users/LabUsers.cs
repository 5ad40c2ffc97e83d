using System.Text.Json;
using LabQueue.Lims.Access;
using LabQueue.Lims.Objects;
using LabQueue.Lims.Store;

namespace LabQueue.Lims.Users;

/// <summary>The users of a site's laboratory: kept beside its objects, changed in the same transactions, and audited.</summary>
internal sealed class LabUsers : ILabUsers
{
    /// <inheritdoc/>
    public async Task<LabUser?> FindAsync(LabReader reader, string username, CancellationToken cancellationToken) =>
        await reader.QueryAsync<UserRow>(UserSql.Find, new { site = reader.Site, username }, cancellationToken) is [var row]
            ? row.ToUser()
            : null;

    /// <summary>The user that a contact is; null: none.</summary>
    public static async Task<LabUser?> FindByContactAsync(LabReader reader, string uid, CancellationToken cancellationToken) =>
        await reader.QueryAsync<UserRow>(UserSql.FindByContact, new { site = reader.Site, uid }, cancellationToken) is [var row]
            ? row.ToUser()
            : null;

    /// <summary>What some users are called, by their user names.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> NamesAsync(
        LabReader reader, IReadOnlyList<string> usernames, CancellationToken cancellationToken)
    {
        string[] wanted = [.. usernames.Where(name => name.Length > 0).Distinct(StringComparer.Ordinal)];
        var found = wanted.Length == 0
            ? []
            : await reader.QueryAsync<UserRow>(UserSql.Named, new { site = reader.Site, usernames = wanted }, cancellationToken);
        return found.Select(row => row.ToUser()).ToDictionary(user => user.Username, user => user.Name, StringComparer.Ordinal);
    }

    /// <summary>A page of the users that fit, by user name.</summary>
    public static async Task<IReadOnlyList<LabUser>> ListAsync(LabReader reader, UserQuery query, CancellationToken cancellationToken)
    {
        var values = new
        {
            site = reader.Site,
            after = query.After,
            disabled = query.Disabled is { } disabled ? (disabled ? 1 : 0) : (int?)null,
            unlinked = query.IsUnlinked ? 1 : 0,
            text = string.IsNullOrWhiteSpace(query.Text) ? null : query.Text.Trim(),
            roles = query.Roles.ToArray(),
            any_role = query.Roles.Count == 0 ? 1 : 0,
            limit = query.Limit,
        };
        return [.. (await reader.QueryAsync<UserRow>(UserSql.Page, values, cancellationToken)).Select(row => row.ToUser())];
    }

    /// <summary>All users, by name.</summary>
    public static async Task<IReadOnlyList<LabUser>> AllAsync(LabReader reader, CancellationToken cancellationToken) =>
        [.. (await reader.QueryAsync<UserRow>(UserSql.All, new { site = reader.Site }, cancellationToken)).Select(row => row.ToUser())];

    /// <summary>Keeps a user, and notes what is different; of the password only that it is.</summary>
    /// <param name="work">The transaction.</param>
    /// <param name="before">The user as found; null: a new one.</param>
    /// <param name="after">The user to keep.</param>
    /// <param name="action">What the audit trail calls it.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task PutAsync(
        LabWork work, LabUser? before, LabUser after, string action, CancellationToken cancellationToken)
    {
        var values = new
        {
            site = work.Site,
            username = after.Username,
            fullname = after.Fullname,
            email = after.Email,
            password_hash = after.PasswordHash,
            roles = JsonSerializer.Serialize(after.Roles),
            disabled = after.Disabled ? 1 : 0,
            linked_contact_uid = after.LinkedContactUid,
        };
        await work.ExecuteAsync(UserSql.Put, values, cancellationToken);
        work.Note(LabUid.Site, PathOf(work.Site, after.Username), action, SnapshotOf(before, after), SnapshotOf(after, before));
    }

    /// <summary>A user's address in the audit trail.</summary>
    public static string PathOf(string site, string username) => $"/{site}/acl_users/{username}";

    private static string? SnapshotOf(LabUser? user, LabUser? other) => user is null ? null : JsonSerializer.Serialize(new
    {
        user.Username,
        user.Fullname,
        user.Email,
        user.Roles,
        user.Disabled,
        user.LinkedContactUid,
        Password = user.PasswordHash.Length == 0 ? "none" : user.PasswordHash == other?.PasswordHash ? "as before" : "another",
    });
}
