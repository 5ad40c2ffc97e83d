using LabQueue.Engine;
using LabQueue.Host.Administration;
using LabQueue.Web;

namespace LabQueue.Host.Serving;

/// <summary>The keys of a server's sites, for its pages.</summary>
/// <param name="directory">The server's sites.</param>
/// <param name="keyring">Changes their keys.</param>
internal sealed class SiteKeys(ISiteDirectory directory, Keyring keyring) : IPageKeys
{
    /// <inheritdoc/>
    public KeyState? Of(string site) => directory.Sites.TryGetValue(site, out var found)
        ? new KeyState(found.Keys[0], found.Keys.Count > 1, found.OldKeysEnd)
        : null;

    /// <inheritdoc/>
    public async Task<string> RotateAsync(string site, TimeSpan? oldGoodFor, Actor by, CancellationToken cancellationToken)
    {
        var key = FernetToken.NewKey();
        await keyring.RotateAsync(directory.Sites[site], key, oldGoodFor, by, cancellationToken);
        return key;
    }

    /// <inheritdoc/>
    public Task RetireAsync(string site, Actor by, CancellationToken cancellationToken) =>
        keyring.RetireAsync(directory.Sites[site], by, cancellationToken);
}
