using LabQueue.Engine;

namespace LabQueue.Host.Administration;

/// <summary>A site without what is secret.</summary>
/// <param name="Site">Its name.</param>
/// <param name="Users"><c>own</c> or <c>token</c>.</param>
/// <param name="Trust"><c>original</c> or <c>roles</c>.</param>
/// <param name="Paused">Whether it gives out no work.</param>
/// <param name="Keys">How many keys it takes.</param>
internal sealed record SiteDescription(string Site, string Users, string Trust, bool Paused, int Keys)
{
    /// <summary>Describes a site.</summary>
    public static SiteDescription Of(Site site) => new(
        site.Name,
        site.Settings.Users.ToString().ToLowerInvariant(),
        site.Settings.Trust.ToString().ToLowerInvariant(),
        site.Paused,
        site.Keys.Count);
}
