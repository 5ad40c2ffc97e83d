using LabQueue.Lims.Background;
using LabQueue.Lims.Objects;
using LabQueue.Lims.Store;

namespace LabQueue.Lims.Workflow;

/// <summary>Keeps everybody's hands off what waits for a task, except that task's (T-13, T-16).</summary>
/// <param name="work">The transaction; its origin says which task asks, if one does.</param>
internal sealed class PendingGuard(LabWork work)
{
    /// <summary>What takes an analysis out of its sample; no transition.</summary>
    public const string Removal = "delete";

    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);
    private readonly Dictionary<string, PendingItem> _waiting = new(StringComparer.Ordinal);

    /// <summary>Looks up many objects at once. None of them begins to wait in this transaction from then on.</summary>
    /// <returns>Those that wait for a task, by uid.</returns>
    public async Task<IReadOnlyDictionary<string, PendingItem>> ReadAsync(
        IReadOnlyList<string> uids, CancellationToken cancellationToken)
    {
        var found = await PendingItems.FindAsync(work, uids, cancellationToken);
        _asked.UnionWith(uids);
        foreach (var (uid, item) in found)
        {
            _waiting[uid] = item;
        }

        return found;
    }

    /// <summary>Why an object has to be left alone; null: it has not. Also where what a transition takes along is waiting.</summary>
    public async Task<Refusal?> CheckAsync(LabObject about, string action, CancellationToken cancellationToken)
    {
        var self = await FindAsync([about.Uid], cancellationToken);
        var found = self ?? about switch
        {
            Sample => await PendingItems.OfSampleAsync(work, about.Uid, cancellationToken, work.Origin.TaskUid),
            Worksheet => await PendingItems.OfWorksheetAsync(work, about.Uid, cancellationToken, work.Origin.TaskUid),
            Analysis { Slot: { } slot } when action is TransitionId.Unassign or TransitionId.Reject or Removal =>
                await FindAsync(await DuplicatesAsync(about.Uid, slot, cancellationToken), cancellationToken),
            _ => null,
        };
        return found is null ? null : Refuse(about, found, isSelf: self is not null);
    }

    /// <summary>Why an object has to be left alone for its own sake; null: it has not.</summary>
    public async Task<Refusal?> CheckSelfAsync(LabObject about, CancellationToken cancellationToken) =>
        await FindAsync([about.Uid], cancellationToken) is { } found ? Refuse(about, found, isSelf: true) : null;

    private async Task<PendingItem?> FindAsync(IReadOnlyList<string> uids, CancellationToken cancellationToken) =>
        _asked.IsSupersetOf(uids)
            ? uids.Select(uid => _waiting.GetValueOrDefault(uid)).FirstOrDefault(IsOther)
            : (await PendingItems.FindAsync(work, uids, cancellationToken)).Values.FirstOrDefault(IsOther);

    private bool IsOther(PendingItem? item) => item is not null && item.TaskUid != work.Origin.TaskUid;

    private Task<IReadOnlyList<string>> DuplicatesAsync(string uid, Slot slot, CancellationToken cancellationToken) =>
        work.QueryAsync<string>(
            WorkflowSql.Duplicates, new { site = work.Site, uid, worksheet_uid = slot.WorksheetUid }, cancellationToken);

    private static Refusal Refuse(LabObject about, PendingItem item, bool isSelf)
    {
        var what = isSelf ? "waits for" : about is Analysis ? "has duplicates that wait for" : "has work that waits for";
        return new Refusal(
            RefusalKind.Pending,
            $"{Words.Of(about)} {what} '{item.Action}', queued by {item.Username} (task {TaskUid.Short(item.TaskUid)}).");
    }
}
