using LabQueue.Access;

namespace LabQueue.Web.Access;

/// <summary>Who looks at a page.</summary>
/// <param name="Site">The site that the page is of.</param>
/// <param name="Account">The signed-in user; null: nobody, on a page that is for everybody.</param>
internal sealed record Visitor(string Site, PageAccount? Account)
{
    /// <summary>Whether somebody is signed in.</summary>
    public bool IsSignedIn => Account is not null;

    /// <summary>The user's id; empty: nobody.</summary>
    public string Username => Account?.Username ?? string.Empty;

    /// <summary>What the page calls the user.</summary>
    public string DisplayName => Account is { Fullname.Length: > 0 } named ? named.Fullname : Username;

    /// <summary>Whether the user may do that with the site's queue.</summary>
    public bool May(QueueRights right) => Account is { } account && (account.Rights & right) == right;

    /// <summary>Whether the user has one of these roles.</summary>
    public bool HasRole(params ReadOnlySpan<string> roles)
    {
        foreach (var role in roles)
        {
            if (Account?.Roles.Contains(role, StringComparer.Ordinal) == true)
            {
                return true;
            }
        }

        return false;
    }
}
