namespace LabQueue.Engine;

/// <summary>Where queues live. A store guards concurrency and durability; it decides nothing.</summary>
/// <remarks>What a completed call changed is on disk. Every store passes the same contract tests.</remarks>
public interface IQueueStore : ISiteDirectory, IAsyncDisposable
{
    /// <summary>The engine and its version, such as <c>SQLite 3.40.1 (libsqlite3.so.0)</c>.</summary>
    string Description { get; }

    /// <summary>Why the store takes nothing new at the moment, as a sentence; null while it is well.</summary>
    string? Trouble { get; }

    /// <summary>The queue of a site.</summary>
    /// <exception cref="KeyNotFoundException">There is no such site.</exception>
    IQueue Queue(string site);

    /// <summary>
    /// One round of housekeeping over all sites: ended leases, due tasks, new ranks, what has been kept long enough.
    /// Safe to call at any time, from everywhere.
    /// </summary>
    /// <returns>Whether there is more to do at once.</returns>
    Task<bool> SweepAsync(CancellationToken cancellationToken);

    /// <summary>Writes a consistent copy of all data to a file that does not exist yet, while work goes on.</summary>
    Task BackupAsync(string file, CancellationToken cancellationToken);

    /// <summary>Makes a user, where the site has none of that name; decided by the store, whatever other servers do meanwhile.</summary>
    /// <returns>Whether it made one.</returns>
    /// <exception cref="KeyNotFoundException">There is no such site.</exception>
    Task<bool> AddAccountAsync(string site, Account account, Actor by, CancellationToken cancellationToken);

    /// <summary>
    /// Makes a site as if it were new: no tasks, no history, no fences, not paused, with these settings, keys and users
    /// and no others. For tests; only the test control of a server in the environment <c>Testing</c> calls it.
    /// </summary>
    /// <param name="site">The site's name.</param>
    /// <param name="fresh">What it is to be like.</param>
    /// <param name="accounts">Its users.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="KeyNotFoundException">There is no such site.</exception>
    Task ResetAsync(string site, Site fresh, IReadOnlyList<Account> accounts, CancellationToken cancellationToken);
}
