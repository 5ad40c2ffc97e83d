using System.Collections;
using System.Diagnostics.CodeAnalysis;
using LabQueue.Engine;
using LabQueue.Storage.Postgres.Feeding;

namespace LabQueue.Storage.Postgres.Sites;

/// <summary>The sites as they are at each look: every request asks, so nothing is copied.</summary>
/// <param name="sites">The sites.</param>
internal sealed class SiteView(IReadOnlyDictionary<string, SiteFollower> sites) : IReadOnlyDictionary<string, Site>
{
    public int Count => sites.Count;

    public IEnumerable<string> Keys => sites.Keys;

    public IEnumerable<Site> Values => sites.Values.Select(follower => follower.Site.Site);

    public Site this[string key] => sites[key].Site.Site;

    public bool ContainsKey(string key) => sites.ContainsKey(key);

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out Site value)
    {
        value = sites.TryGetValue(key, out var follower) ? follower.Site.Site : null;
        return value is not null;
    }

    public IEnumerator<KeyValuePair<string, Site>> GetEnumerator() =>
        sites.Select(pair => KeyValuePair.Create(pair.Key, pair.Value.Site.Site)).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
