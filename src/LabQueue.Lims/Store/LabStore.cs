namespace LabQueue.Lims.Store;

/// <summary>The laboratory's database: gives readings and work.</summary>
/// <param name="database">The database.</param>
/// <param name="time">The clock.</param>
internal sealed class LabStore(ILabDatabase database, TimeProvider time)
{
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
}
