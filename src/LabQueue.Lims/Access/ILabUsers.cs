using LabQueue.Lims.Store;

namespace LabQueue.Lims.Access;

/// <summary>The users of a site's laboratory, as work needs them: who may what is judged again when a task runs.</summary>
internal interface ILabUsers
{
    /// <summary>A user with what its contact says of it; null where the site has none of that name.</summary>
    /// <param name="reader">Where to read, so that it is read with the work it is for.</param>
    /// <param name="username">User id.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<LabUser?> FindAsync(LabReader reader, string username, CancellationToken cancellationToken);
}
