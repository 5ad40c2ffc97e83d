namespace LabQueue.Engine;

/// <summary>The sites that a store holds, and their users.</summary>
public interface ISiteDirectory
{
    /// <summary>The sites as they are now; costs nothing.</summary>
    IReadOnlyDictionary<string, Site> Sites { get; }

    /// <summary>Makes a site.</summary>
    /// <returns>False where there is one of that name; it is left as it is.</returns>
    Task<bool> AddSiteAsync(Site site, Actor by, CancellationToken cancellationToken);

    /// <summary>Sets the keys that a site's tokens may be made with, the present one first.</summary>
    /// <param name="site">The site.</param>
    /// <param name="keys">The keys.</param>
    /// <param name="oldKeysEnd">When housekeeping is to drop all but the first; null: never.</param>
    /// <param name="by">Who sets them.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task SetKeysAsync(
        string site, IReadOnlyList<string> keys, DateTimeOffset? oldKeysEnd, Actor by, CancellationToken cancellationToken);

    /// <summary>Sets whose users a site knows, and what they may do. Counts at once, for tasks that wait as well.</summary>
    Task SetAccessAsync(string site, UsersMode users, TrustMode trust, Actor by, CancellationToken cancellationToken);

    /// <summary>The users of a site, by name.</summary>
    Task<IReadOnlyList<Account>> AccountsAsync(string site, CancellationToken cancellationToken);

    /// <summary>One user of a site; null where it has none of that name. Answered from memory.</summary>
    ValueTask<Account?> FindAccountAsync(string site, string username, CancellationToken cancellationToken);

    /// <summary>Makes a user, or replaces what is known of one.</summary>
    Task PutAccountAsync(string site, Account account, Actor by, CancellationToken cancellationToken);
}
