using LabQueue.Lims.Access;
using LabQueue.Lims.Background;
using LabQueue.Lims.Objects;
using LabQueue.Lims.Store;
using LabQueue.Lims.Workflow;

namespace LabQueue.Lims.Clients;

/// <summary>Changes a contact's link, and has the rights follow: by a task of the queue, or at once where there is none.</summary>
internal sealed class ContactRights(LabStore store, LabQueueLinks links, IOutboxSignal signal, RightsWalk walk)
{
    /// <summary>Changes a link.</summary>
    /// <param name="site">The site.</param>
    /// <param name="uid">The contact, which the user may see.</param>
    /// <param name="user">Who decides.</param>
    /// <param name="origin">When and from where.</param>
    /// <param name="gives">The link begins, else it ends.</param>
    /// <param name="change">Changes it; null: done, else why not.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The task that gives or takes the rights, or null where that is done already; or why nothing was changed.</returns>
    public async Task<(string? TaskUid, Refusal? Refusal)> ChangeAsync(
        string site,
        string uid,
        LabUser user,
        Origin origin,
        bool gives,
        Func<LabWork, Person, Task<Refusal?>> change,
        CancellationToken cancellationToken)
    {
        var state = await links.Of(site).StateAsync(cancellationToken);
        var (taskUid, refusal) = await store.ChangeAsync(site, origin, ChangeAsync, cancellationToken);
        if (refusal is not null || taskUid is not null)
        {
            return (taskUid, refusal);
        }

        // The link is on disk, and what is left to give is kept with it: a start after a crash goes on here.
        while (await walk.StepAsync(site, uid, RightsWalk.UsualSize, origin, cancellationToken))
        {
            cancellationToken.ThrowIfCancellationRequested();
        }

        return (null, null);

        async Task<(string?, Refusal?)> ChangeAsync(LabWork work)
        {
            var contact = await work.GetAsync<Person>(uid, cancellationToken);
            if (await change(work, contact) is { } no)
            {
                return (null, no);
            }

            var setup = await work.SetupAsync(cancellationToken);
            var isQueued = state == QueueState.Ready || (state == QueueState.Unreachable && setup.WhenUnreachable == Setup.Wait);
            if (!isQueued || contact is not Contact ofClient)
            {
                return (null, null);
            }

            work.AfterCommit(signal.Wake);
            return (await RightsTask.KeepAsync(work, ofClient, user, gives, cancellationToken), null);
        }
    }
}
