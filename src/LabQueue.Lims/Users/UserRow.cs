using System.Text.Json;
using LabQueue.Lims.Access;

namespace LabQueue.Lims.Users;

/// <summary>A user as the database has it; the columns are those of <see cref="LabUser"/>.</summary>
internal sealed record UserRow
{
    /// <summary>User id.</summary>
    public string Username { get; init; } = string.Empty;

    /// <summary>First and family name.</summary>
    public string Fullname { get; init; } = string.Empty;

    /// <summary>E-mail address.</summary>
    public string Email { get; init; } = string.Empty;

    /// <summary>What is kept of the password.</summary>
    public string PasswordHash { get; init; } = string.Empty;

    /// <summary>Roles, as a JSON array.</summary>
    public string Roles { get; init; } = "[]";

    /// <summary>1: may not sign in.</summary>
    public long Disabled { get; init; }

    /// <summary>The contact that the user is.</summary>
    public string? LinkedContactUid { get; init; }

    /// <summary>The contact's client, while that is active.</summary>
    public string? ClientUid { get; init; }

    /// <summary>The user.</summary>
    public LabUser ToUser() => new(Username, JsonSerializer.Deserialize<string[]>(Roles) ?? [])
    {
        Fullname = Fullname,
        Email = Email,
        PasswordHash = PasswordHash,
        Disabled = Disabled != 0,
        LinkedContactUid = LinkedContactUid,
        ClientUid = ClientUid,
    };
}
