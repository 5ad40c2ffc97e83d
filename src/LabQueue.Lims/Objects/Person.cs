using System.Text.Json.Serialization;

namespace LabQueue.Lims.Objects;

/// <summary>A contact of a client or of the laboratory.</summary>
internal abstract record Person : LabObject
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string SearchText => $"{Fullname} {Username} {EmailAddress}";

    /// <summary>Form of address.</summary>
    public string Salutation { get; init; } = string.Empty;

    /// <summary>First name.</summary>
    public string Firstname { get; init; } = string.Empty;

    /// <summary>Family name.</summary>
    public string Surname { get; init; } = string.Empty;

    /// <summary>E-mail address.</summary>
    public string EmailAddress { get; init; } = string.Empty;

    /// <summary>Telephone at work.</summary>
    public string BusinessPhone { get; init; } = string.Empty;

    /// <summary>Mobile telephone.</summary>
    public string MobilePhone { get; init; } = string.Empty;

    /// <summary>What the person does.</summary>
    public string JobTitle { get; init; } = string.Empty;

    /// <summary>Log-in of the linked user; empty: none.</summary>
    public string Username { get; init; } = string.Empty;

    /// <summary>First and family name; the title.</summary>
    [JsonIgnore]
    public string Fullname => $"{Firstname} {Surname}".Trim();
}
