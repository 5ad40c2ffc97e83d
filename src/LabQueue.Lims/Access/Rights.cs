using LabQueue.Lims.Objects;

namespace LabQueue.Lims.Access;

/// <summary>Who may do what with which object in which state. Reads nothing but its arguments.</summary>
internal static class Rights
{
    /// <summary>The roles that hold a permission on an object as it is.</summary>
    public static IReadOnlyList<string> RolesOf(string permission, LabObject about, Setup setup) =>
        StateRights.Of(about).Find(permission) ?? SiteRights.RolesOf(permission, setup.RestrictWorksheetManagement);

    /// <summary>Whether a user holds a permission on an object as it is.</summary>
    public static bool Allows(LabUser user, string permission, LabObject about, Setup setup)
    {
        if (permission == Permission.ManageWorksheets && IsAnalystOf(user, about))
        {
            return true;
        }

        foreach (var role in RolesOf(permission, about, setup))
        {
            if (HasRole(user, role, about))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a user has the role <see cref="Role.Owner"/> on an object: a contact in its own client's tree.</summary>
    public static bool IsOwner(LabUser user, LabObject about) =>
        user.ClientUid is { } client && (about.ClientUid == client || about.Uid == client);

    // A customer's role counts for what belongs to the laboratory and in the customer's own tree, never in another one's.
    private static bool HasRole(LabUser user, string role, LabObject about) => role switch
    {
        Role.Owner => IsOwner(user, about),
        Role.Client => user.Has(role) && (about.ClientUid is null || IsOwner(user, about)),
        _ => user.Has(role),
    };

    // Who is responsible for a worksheet manages it without the permission.
    private static bool IsAnalystOf(LabUser user, LabObject about) =>
        about is Worksheet worksheet && worksheet.Analyst.Length > 0 && worksheet.Analyst == user.Username;
}
