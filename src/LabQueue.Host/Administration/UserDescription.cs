using LabQueue.Engine;

namespace LabQueue.Host.Administration;

/// <summary>A user without what is secret.</summary>
/// <param name="Username">User id.</param>
/// <param name="Roles">The user's roles.</param>
/// <param name="Disabled">May not sign in.</param>
internal sealed record UserDescription(string Username, IReadOnlyList<string> Roles, bool Disabled)
{
    /// <summary>Describes an account.</summary>
    public static UserDescription Of(Account account) => new(account.Username, account.Roles, account.Disabled);
}
