namespace LabQueue.Host.Administration;

/// <summary>The way to a data folder's <see cref="AdminService"/>: the running server's, or one opened for a command.</summary>
internal interface IAdminChannel : IAsyncDisposable
{
    /// <summary>Whether a server answers; false: this process holds the store itself.</summary>
    bool IsRunningServer { get; }

    /// <summary>Carries out a request.</summary>
    /// <exception cref="Commands.CommandFailedException">It was refused.</exception>
    Task<AdminAnswer> SendAsync(AdminRequest request, CancellationToken cancellationToken);
}
