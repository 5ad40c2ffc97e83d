namespace LabQueue.Lims.Access;

/// <summary>A user of a site's laboratory.</summary>
/// <param name="Username">User id, 1 to 200 characters.</param>
/// <param name="Roles">See <see cref="Role"/>.</param>
internal sealed record LabUser(string Username, IReadOnlyList<string> Roles)
{
    /// <summary>First and family name.</summary>
    public string Fullname { get; init; } = string.Empty;

    /// <summary>E-mail address.</summary>
    public string Email { get; init; } = string.Empty;

    /// <summary>As the framework's hasher made it; empty: cannot sign in with a password.</summary>
    public string PasswordHash { get; init; } = string.Empty;

    /// <summary>May not sign in, and no task runs as this user.</summary>
    public bool Disabled { get; init; }

    /// <summary>The contact or lab contact that the user is, by uid; null: none.</summary>
    public string? LinkedContactUid { get; init; }

    /// <summary>The client that the linked contact is of; null: none.</summary>
    public string? ClientUid { get; init; }

    /// <summary>What people call the user.</summary>
    public string Name => Fullname.Length > 0 ? Fullname : Username;

    /// <summary>Whether the user has one of these roles.</summary>
    public bool Has(params ReadOnlySpan<string> roles)
    {
        foreach (var role in roles)
        {
            if (Roles.Contains(role, StringComparer.Ordinal))
            {
                return true;
            }
        }

        return false;
    }
}
