using System.Text.Json.Serialization;

namespace LabQueue.Host.Administration;

/// <summary>What became of an <see cref="AdminRequest"/>.</summary>
internal sealed record AdminAnswer
{
    /// <summary>Why it was refused, as a sentence; null where it was carried out.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Refusal { get; init; }

    /// <summary>For <see cref="AdminRequest.Describe"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ServerDescription? Server { get; init; }

    /// <summary>The users asked for, or the one that was changed.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<UserDescription>? Users { get; init; }

    /// <summary>The sites asked for, or the one that was made.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<SiteDescription>? Sites { get; init; }

    /// <summary>The keys of the site asked for, the present one first.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Keys { get; init; }

    /// <summary>When all but the present one are retired; null: when an operator does it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? OldKeysEnd { get; init; }

    /// <summary>Where the password of a new site's administrator is.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? AdminPasswordFile { get; init; }

    /// <summary>It was refused.</summary>
    public static AdminAnswer Refused(string sentence) => new() { Refusal = sentence };
}
