using LabQueue.Engine;
using LabQueue.Host.Serving;

namespace LabQueue.Host.Administration;

/// <summary>Changes the keys of a server's sites: in its store, and in the file that programs read the present one from.</summary>
/// <param name="store">The store.</param>
/// <param name="data">Its folder.</param>
/// <param name="time">The clock.</param>
internal sealed class Keyring(IQueueStore store, DataFolder data, TimeProvider time)
{
    /// <summary>Gives a site another key; the one before stays good beside it.</summary>
    /// <param name="site">The site.</param>
    /// <param name="key">The key.</param>
    /// <param name="oldGoodFor">How long the one before stays good; null: until it is retired.</param>
    /// <param name="by">Who wants it.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task RotateAsync(
        Site site, string key, TimeSpan? oldGoodFor, Actor by, CancellationToken cancellationToken)
    {
        string[] older = [.. site.Keys.Take(1).Where(present => present != key)];
        return SetAsync(site, [key, .. older], older.Length > 0 ? time.GetUtcNow() + oldGoodFor : null, by, cancellationToken);
    }

    /// <summary>From now on a site takes its present key only.</summary>
    public Task RetireAsync(Site site, Actor by, CancellationToken cancellationToken) =>
        SetAsync(site, [.. site.Keys.Take(1)], null, by, cancellationToken);

    private async Task SetAsync(
        Site site, IReadOnlyList<string> keys, DateTimeOffset? oldKeysEnd, Actor by, CancellationToken cancellationToken)
    {
        await store.SetKeysAsync(site.Name, keys, oldKeysEnd?.TruncateToMicroseconds(), by, cancellationToken);

        // A crash from here on leaves the old key in the file; it is still good, and the next start writes the new one.
        await DataFolder.WriteSecretAsync(data.KeyFile(site.Name), keys[0] + "\n", cancellationToken);
    }
}
