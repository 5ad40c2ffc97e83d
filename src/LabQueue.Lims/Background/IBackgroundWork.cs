using LabQueue.Lims.Access;
using LabQueue.Lims.Store;

namespace LabQueue.Lims.Background;

/// <summary>Work on many objects: handed to the queue, or done at once where there is none or it is little.</summary>
internal interface IBackgroundWork
{
    /// <summary>Does the work, or keeps it for the queue: what it says is on disk.</summary>
    /// <param name="site">The site.</param>
    /// <param name="request">What to do.</param>
    /// <param name="user">Who asks.</param>
    /// <param name="origin">When and from where.</param>
    /// <param name="cancellationToken">Ends the wait. What was kept by then is done all the same.</param>
    Task<WorkAnswer> RunAsync(
        string site, WorkRequest request, LabUser user, Origin origin, CancellationToken cancellationToken);
}
