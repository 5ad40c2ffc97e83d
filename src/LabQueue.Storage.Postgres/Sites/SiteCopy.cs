using System.Collections.Frozen;
using LabQueue.Engine;

namespace LabQueue.Storage.Postgres.Sites;

/// <summary>A site and its users as they were at a time.</summary>
/// <param name="Version">The version of the site that this is.</param>
/// <param name="Site">The site.</param>
/// <param name="Accounts">Its users, by name.</param>
internal sealed record SiteCopy(long Version, Site Site, FrozenDictionary<string, Account> Accounts)
{
    /// <summary>Nothing was read yet.</summary>
    public static SiteCopy None { get; } = new(
        -1, new Site(string.Empty, new SiteSettings(), Paused: true, []), FrozenDictionary<string, Account>.Empty);
}
