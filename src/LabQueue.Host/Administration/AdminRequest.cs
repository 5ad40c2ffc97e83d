using System.Text.Json.Serialization;

namespace LabQueue.Host.Administration;

/// <summary>What an operator asks of a data folder, whether a server runs on it or not.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "command")]
[JsonDerivedType(typeof(Describe), "describe")]
[JsonDerivedType(typeof(ListUsers), "user_list")]
[JsonDerivedType(typeof(AddUser), "user_add")]
[JsonDerivedType(typeof(SetPassword), "user_password")]
[JsonDerivedType(typeof(SetRoles), "user_roles")]
[JsonDerivedType(typeof(SetDisabled), "user_disable")]
[JsonDerivedType(typeof(ListSites), "site_list")]
[JsonDerivedType(typeof(AddSite), "site_add")]
[JsonDerivedType(typeof(SetSite), "site_set")]
[JsonDerivedType(typeof(ShowKeys), "site_key")]
[JsonDerivedType(typeof(RotateKey), "site_key_rotate")]
[JsonDerivedType(typeof(RetireKeys), "site_key_retire")]
[JsonDerivedType(typeof(Backup), "backup")]
internal abstract record AdminRequest
{
    /// <summary>The person at the terminal, as the operating system knows them; goes into the records.</summary>
    public string By { get; init; } = Environment.UserName;

    /// <summary>What runs there, and on what.</summary>
    internal sealed record Describe : AdminRequest;

    /// <summary>The users of a site.</summary>
    internal sealed record ListUsers(string Site) : AdminRequest;

    /// <summary>Makes a user.</summary>
    internal sealed record AddUser(string Site, string Username, string Password, IReadOnlyList<string> Roles)
        : AdminRequest;

    /// <summary>Gives a user another password.</summary>
    internal sealed record SetPassword(string Site, string Username, string Password) : AdminRequest;

    /// <summary>Gives a user these roles and no others.</summary>
    internal sealed record SetRoles(string Site, string Username, IReadOnlyList<string> Roles) : AdminRequest;

    /// <summary>Lets a user sign in no more, or again.</summary>
    internal sealed record SetDisabled(string Site, string Username, bool Disabled) : AdminRequest;

    /// <summary>The sites.</summary>
    internal sealed record ListSites : AdminRequest;

    /// <summary>Makes a site.</summary>
    internal sealed record AddSite(string Site, UsersMode Users, TrustMode Trust) : AdminRequest;

    /// <summary>Sets whose users a site knows and what they may do; null: as it is.</summary>
    internal sealed record SetSite(string Site, UsersMode? Users, TrustMode? Trust) : AdminRequest;

    /// <summary>The keys that a site takes.</summary>
    internal sealed record ShowKeys(string Site) : AdminRequest;

    /// <summary>Gives a site another key, a new one where none is named; the one before stays valid beside it.</summary>
    internal sealed record RotateKey(string Site, string? Key = null, int? OldHours = null) : AdminRequest;

    /// <summary>From now on a site takes its present key only.</summary>
    internal sealed record RetireKeys(string Site) : AdminRequest;

    /// <summary>Writes a copy of all data to a file that does not exist yet.</summary>
    /// <param name="File">Its absolute path.</param>
    internal sealed record Backup(string File) : AdminRequest;
}
