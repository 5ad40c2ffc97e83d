using System.Data.Common;

namespace LabQueue.Lims.Store;

/// <summary>The laboratory's database: gives readings and work.</summary>
/// <param name="database">The database.</param>
/// <param name="time">The clock.</param>
internal sealed class LabStore(ILabDatabase database, TimeProvider time)
{
    private const int Tries = 4;

    /// <summary>What it is kept in.</summary>
    public string Description => database.Description;

    /// <summary>The clock of all work.</summary>
    public TimeProvider Time => time;

    /// <summary>Whether the trouble is that the database is away, and not what was asked of it.</summary>
    public bool IsAway(DbException trouble) => trouble.IsTransient && !database.IsConflict(trouble);

    /// <summary>Reads a site's laboratory. To be disposed of.</summary>
    public async Task<LabReader> ReadAsync(string site, CancellationToken cancellationToken) =>
        new(await database.OpenAsync(cancellationToken), null, site);

    /// <summary>
    /// Looks at a site's laboratory as it is at one moment, and at what somebody could do with it. To be disposed of, and never
    /// committed: it waits for nobody who writes, and nobody waits for it.
    /// </summary>
    public async Task<LabWork> LookAsync(string site, Origin origin, CancellationToken cancellationToken) =>
        WorkIn(await database.BeginSnapshotAsync(cancellationToken), site, origin);

    /// <summary>Begins to change a site's laboratory. To be disposed of, which undoes what was not committed.</summary>
    public async Task<LabWork> BeginAsync(string site, Origin origin, CancellationToken cancellationToken) =>
        WorkIn(await BeginWriteAsync(site, origin, cancellationToken), site, origin);

    /// <summary>Changes a site's laboratory and commits; where somebody else was faster, tries again, three times at most.</summary>
    /// <param name="site">The site.</param>
    /// <param name="origin">Whose decision it is.</param>
    /// <param name="change">Makes the change; what it returns is returned. Called again with new work for each try.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="LabConflictException">Somebody else was faster each time; nothing has happened.</exception>
    public Task<T> ChangeAsync<T>(
        string site, Origin origin, Func<LabWork, Task<T>> change, CancellationToken cancellationToken) =>
        TryAsync(_ => BeginAsync(site, origin, cancellationToken), change, cancellationToken);

    /// <summary>
    /// As <see cref="ChangeAsync"/>, for a change that has much to read and to think about: it begins on a snapshot, so that
    /// nobody waits for it before <see cref="LabWork.TakeTurnAsync"/>. The last try has the right to write from the beginning.
    /// </summary>
    /// <param name="site">The site.</param>
    /// <param name="origin">Whose decision it is.</param>
    /// <param name="change">Makes the change; what it returns is returned. Called again with new work for each try.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="LabConflictException">Somebody else was faster each time; nothing has happened.</exception>
    public Task<T> PrepareAsync<T>(
        string site, Origin origin, Func<LabWork, Task<T>> change, CancellationToken cancellationToken) =>
        TryAsync(
            async tries => tries == Tries
                ? await BeginAsync(site, origin, cancellationToken)
                : WorkIn(await database.BeginSnapshotAsync(cancellationToken), site, origin),
            change,
            cancellationToken);

    private ValueTask<LabTransaction> BeginWriteAsync(string site, Origin origin, CancellationToken cancellationToken) =>
        database.BeginWriteAsync(site, origin.TaskUid is null, cancellationToken);

    private LabWork WorkIn(LabTransaction transaction, string site, Origin origin) =>
        new(transaction, cancellationToken => BeginWriteAsync(site, origin, cancellationToken), site, origin, time);

    private async Task<T> TryAsync<T>(
        Func<int, Task<LabWork>> begin, Func<LabWork, Task<T>> change, CancellationToken cancellationToken)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                await using var work = await begin(tries);
                var result = await change(work);
                await work.CommitAsync(cancellationToken);
                return result;
            }
            catch (LabConflictException) when (tries < Tries)
            {
                // Read anew and decide again: the other change may have made it wrong, or needless.
            }
            catch (DbException trouble) when (database.IsConflict(trouble))
            {
                if (tries == Tries)
                {
                    throw new LabConflictException($"The laboratory's records were busy {Tries} times in a row: {trouble.Message}");
                }
            }
        }
    }
}
