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

    /// <summary>Reads a site's laboratory. To be disposed of.</summary>
    public async Task<LabReader> ReadAsync(string site, CancellationToken cancellationToken) =>
        new(await database.OpenAsync(cancellationToken), null, site);

    /// <summary>Begins to change a site's laboratory. To be disposed of, which undoes what was not committed.</summary>
    public async Task<LabWork> BeginAsync(string site, Origin origin, CancellationToken cancellationToken) =>
        new(await database.BeginWriteAsync(origin.TaskUid is null, cancellationToken), site, origin, time);

    /// <summary>Changes a site's laboratory and commits; where somebody else was faster, tries again, three times at most.</summary>
    /// <param name="site">The site.</param>
    /// <param name="origin">Whose decision it is.</param>
    /// <param name="change">Makes the change; what it returns is returned. Called again with new work for each try.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="LabConflictException">Somebody else was faster each time; nothing has happened.</exception>
    public async Task<T> ChangeAsync<T>(
        string site, Origin origin, Func<LabWork, Task<T>> change, CancellationToken cancellationToken)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                await using var work = await BeginAsync(site, origin, cancellationToken);
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
