using System.Collections.Frozen;
using System.Collections.Immutable;
using LabQueue.Engine;

namespace LabQueue.Storage.Postgres.Sites;

/// <summary>A site and its users as they were at a time.</summary>
/// <param name="Version">The version of the site that this is.</param>
/// <param name="Site">The site.</param>
/// <param name="Accounts">Its users, by name.</param>
/// <param name="Modes">What people let consumers do that are not active, by their ids.</param>
internal sealed record SiteCopy(
    long Version, Site Site, FrozenDictionary<string, Account> Accounts, ImmutableDictionary<string, ConsumerMode> Modes)
{
    /// <summary>All consumers are active.</summary>
    public static readonly ImmutableDictionary<string, ConsumerMode> NoModes =
        ImmutableDictionary.Create<string, ConsumerMode>(StringComparer.Ordinal);

    /// <summary>Nothing was read yet.</summary>
    public static SiteCopy None { get; } = new(
        -1, new Site(string.Empty, new SiteSettings(), Paused: true, []), FrozenDictionary<string, Account>.Empty, NoModes);
}
