namespace LabQueue.Web;

/// <summary>The keys of sites whose server is this process.</summary>
internal interface IPageKeys
{
    /// <summary>A site's keys; null: its server is another process.</summary>
    KeyState? Of(string site);

    /// <summary>Gives a site a new key; the one before stays good beside it.</summary>
    /// <param name="site">The site.</param>
    /// <param name="oldGoodFor">How long the one before stays good; null: until it is retired.</param>
    /// <param name="by">Who wants it.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The new key.</returns>
    Task<string> RotateAsync(string site, TimeSpan? oldGoodFor, Actor by, CancellationToken cancellationToken);

    /// <summary>From now on a site takes its present key only.</summary>
    Task RetireAsync(string site, Actor by, CancellationToken cancellationToken);
}
