using LabQueue.Access;

namespace LabQueue.Web.Access;

/// <summary>An account as the frame of the pages needs it.</summary>
/// <param name="Username">User id.</param>
/// <param name="PasswordHash">As the framework's hasher made it; empty: cannot sign in with a password.</param>
/// <param name="Roles">The roles on the site.</param>
/// <param name="Rights">What the user may do with the site's queue.</param>
internal sealed record PageAccount(string Username, string PasswordHash, IReadOnlyList<string> Roles, QueueRights Rights)
{
    /// <summary>First and family name; empty where it is not known.</summary>
    public string Fullname { get; init; } = string.Empty;
}
