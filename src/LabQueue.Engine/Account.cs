namespace LabQueue.Engine;

/// <summary>A user of a site.</summary>
/// <param name="Username">User id, 1 to 200 characters.</param>
/// <param name="PasswordHash">As the framework's hasher made it.</param>
/// <param name="Roles">The user's roles, such as <c>LabManager</c>.</param>
/// <param name="Disabled">May not sign in.</param>
public sealed record Account(string Username, string PasswordHash, IReadOnlyList<string> Roles, bool Disabled);
