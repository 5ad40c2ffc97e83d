using LabQueue.Access;
using LabQueue.Lims.Access;
using LabQueue.Lims.Objects;
using LabQueue.Lims.Store;
using LabQueue.Lims.Users;
using LabQueue.Lims.Workflow;

namespace LabQueue.Lims.Clients;

/// <summary>Says which user a contact is (<c>lims-domain</c>, 6.4). A user is one contact at most, and a contact one user.</summary>
/// <param name="users">The site's users.</param>
internal sealed class ContactLinks(ILabUsers users)
{
    /// <summary>Whether somebody with these roles may link, unlink and make log-ins.</summary>
    public static bool IsAllowed(LabUser user) => user.Has(Role.Manager, Role.LabManager);

    /// <summary>Why a user cannot be linked to a contact, in a sentence; null: it can.</summary>
    public static string? Obstacle(LabUser user, Person contact) => user switch
    {
        { Disabled: true } => $"The user {user.Username} is disabled.",
        { LinkedContactUid: not null } => $"The user {user.Username} is linked to another contact.",
        _ when contact is Contact && user.Roles.Any(role => role != Role.Client) =>
            $"The user {user.Username} has roles in the laboratory ({string.Join(", ", user.Roles)}); a client's contact has none.",
        _ => null,
    };

    /// <summary>Links a user to a contact, in that transaction. What the client's tree has is given by <see cref="RightsWalk"/>.</summary>
    /// <returns>Null: done; else why not, and nothing has changed.</returns>
    public async Task<Refusal?> LinkAsync(
        LabWork work, LabUser by, Person contact, string username, CancellationToken cancellationToken)
    {
        if (RefusalOf(by, contact) is { } refusal)
        {
            return refusal;
        }

        if (await users.FindAsync(work, username, cancellationToken) is not { } user)
        {
            return new Refusal(RefusalKind.Invalid, $"There is no user '{username}'.");
        }

        if (Obstacle(user, contact) is { } obstacle)
        {
            return new Refusal(RefusalKind.NotNow, obstacle);
        }

        await LinkAsync(work, contact, user, user, "link_contact", cancellationToken);
        return null;
    }

    /// <summary>Makes a user for a contact and links it.</summary>
    /// <returns>Null: done; else why not, and nothing has changed.</returns>
    public async Task<Refusal?> CreateLoginAsync(
        LabWork work, LabUser by, Person contact, string username, string password, CancellationToken cancellationToken)
    {
        if (RefusalOf(by, contact) is { } refusal)
        {
            return refusal;
        }

        if ((UsernameRules.Refusal(username) ?? PasswordRules.Refusal(password)) is { } wrong)
        {
            return new Refusal(RefusalKind.Invalid, wrong);
        }

        if (await users.FindAsync(work, username, cancellationToken) is not null)
        {
            return new Refusal(RefusalKind.NotNow, $"There is a user '{username}' already.");
        }

        var user = new LabUser(username, [])
        {
            Email = contact.EmailAddress,
            PasswordHash = PasswordRules.Hash(password),
        };
        await LinkAsync(work, contact, null, user, "create_user", cancellationToken);
        return null;
    }

    /// <summary>Ends a contact's link: the user sees nothing of the client from the commit on.</summary>
    /// <returns>Null: done; else why not, and nothing has changed.</returns>
    public static async Task<Refusal?> UnlinkAsync(LabWork work, LabUser by, Person contact, CancellationToken cancellationToken)
    {
        if (!IsAllowed(by))
        {
            return NotAllowed(contact);
        }

        var user = await LabUsers.FindByContactAsync(work, contact.Uid, cancellationToken);
        if (user is null)
        {
            return new Refusal(RefusalKind.NotNow, $"{contact.Title} is linked to no user.");
        }

        // The e-mail address stays the contact's (T-44).
        work.Put(contact with { Username = string.Empty }, "unlink_user");
        var left = user with { LinkedContactUid = null, Roles = WithoutClient(user, contact) };
        await LabUsers.PutAsync(work, user, left, "unlink_contact", cancellationToken);
        if (contact is { ClientUid: { } client } and Contact)
        {
            await RightsWalk.BeginAsync(work, contact.Uid, user.Username, client, gives: false, cancellationToken);
        }

        return null;
    }

    private static Refusal? RefusalOf(LabUser by, Person contact) =>
        !IsAllowed(by) ? NotAllowed(contact)
        : contact.State != ActiveState.Active ? new Refusal(RefusalKind.NotNow, $"{contact.Title} is inactive.")
        : contact.Username.Length > 0
            ? new Refusal(RefusalKind.NotNow, $"{contact.Title} is linked to the user {contact.Username} already.")
        : null;

    private static Refusal NotAllowed(Person contact) => new(
        RefusalKind.Forbidden, $"Only {Role.LabManager} and {Role.Manager} say which user {contact.Title} is.");

    private static async Task LinkAsync(
        LabWork work, Person contact, LabUser? before, LabUser user, string action, CancellationToken cancellationToken)
    {
        var email = user.Email.Length > 0 ? user.Email : contact.EmailAddress;
        work.Put(contact with { Username = user.Username, EmailAddress = email }, "link_user");
        var linked = user with
        {
            LinkedContactUid = contact.Uid,
            Fullname = contact.Fullname.Length > 0 ? contact.Fullname : user.Fullname,
            Roles = contact is Contact ? [.. user.Roles.Where(role => role != Role.Client), Role.Client] : user.Roles,
        };
        await LabUsers.PutAsync(work, before, linked, action, cancellationToken);
        if (contact is { ClientUid: { } client } and Contact)
        {
            await RightsWalk.BeginAsync(work, contact.Uid, user.Username, client, gives: true, cancellationToken);
        }
    }

    private static IReadOnlyList<string> WithoutClient(LabUser user, Person contact) =>
        contact is Contact ? [.. user.Roles.Where(role => role != Role.Client)] : user.Roles;
}
