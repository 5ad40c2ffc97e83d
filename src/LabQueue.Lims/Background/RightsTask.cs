using LabQueue.Lims.Access;
using LabQueue.Lims.Objects;
using LabQueue.Lims.Store;

namespace LabQueue.Lims.Background;

/// <summary>The ghost task that walks a client's tree after a link began or ended. It locks nothing (T-28).</summary>
internal static class RightsTask
{
    /// <summary>Keeps it for the queue, in the transaction of the link.</summary>
    /// <param name="work">The transaction.</param>
    /// <param name="contact">The contact.</param>
    /// <param name="user">Who linked or unlinked it.</param>
    /// <param name="gives">The link began, else it ended.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The task.</returns>
    public static async Task<string> KeepAsync(
        LabWork work, Contact contact, LabUser user, bool gives, CancellationToken cancellationToken)
    {
        var record = new WorkRecord
        {
            TaskUid = TaskUid.New(work.Now),
            Name = TaskNames.Rights,
            Action = gives ? WorkAction.Grant : WorkAction.Revoke,
            ContextUid = contact.Uid,
            ContextPath = contact.Path,
            Username = user.Username,
            Roles = System.Text.Json.JsonSerializer.Serialize(user.Roles),
            Decided = work.Origin.Decided.ToMicroseconds(),
            Address = work.Origin.Address,
            Comment = work.Origin.Comment,
        };
        await WorkLedger.InsertAsync(work, record, cancellationToken);
        await WorkLedger.KeepAsync(work, record.TaskUid, cancellationToken);
        return record.TaskUid;
    }
}
