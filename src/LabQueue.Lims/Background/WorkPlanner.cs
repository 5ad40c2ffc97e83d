using LabQueue.Lims.Objects;
using LabQueue.Lims.Samples;
using LabQueue.Lims.Workflow;
using LabQueue.Lims.Worksheets;

namespace LabQueue.Lims.Background;

/// <summary>Finds out what a request comes to. What can be refused at once is.</summary>
internal sealed class WorkPlanner(IWorksheetFilling filling)
{
    /// <summary>Plans a request in the user's transaction.</summary>
    /// <returns>The plan and the objects that are refused already; or, without a plan, why nothing is begun.</returns>
    public async Task<(WorkPlan? Plan, IReadOnlyList<RefusedItem> Refused, Refusal? Refusal)> PlanAsync(
        LabActions actions, WorkRequest request, CancellationToken cancellationToken)
    {
        var context = await actions.Work.FindAsync<LabObject>(request.ContextUid, cancellationToken);
        if (context is null && request.ContextUid != LabUid.Site)
        {
            return (null, [], new Refusal(RefusalKind.NotFound, $"There is no object {request.ContextUid}."));
        }

        if (context is Worksheet sheet && (Forbidden(actions, sheet, request)
            ?? await BlockedAsync(actions, sheet, request, cancellationToken)) is { } blocked)
        {
            return (null, [], blocked);
        }

        var path = context?.Path ?? $"/{actions.Work.Site}";
        return request.Action == WorkAction.ApplyTemplate ? await PlanTemplateAsync(actions, context as Worksheet, request, cancellationToken)
            : request.NewSamples.Count > 0 ? await PlanSamplesAsync(actions, request, path, cancellationToken)
            : await PlanItemsAsync(actions, request, path, context as Worksheet, cancellationToken);
    }

    private static Refusal? Forbidden(LabActions actions, Worksheet sheet, WorkRequest request) =>
        request.Action is WorkAction.Assign or WorkAction.ApplyTemplate ? actions.RequireManagement(sheet) : null;

    // While a worksheet's layout is being changed in the background, a second change would be planned on what is not so yet.
    private static async Task<Refusal?> BlockedAsync(
        LabActions actions, Worksheet sheet, WorkRequest request, CancellationToken cancellationToken) =>
        request.Action is WorkAction.Assign or WorkAction.ApplyTemplate
        && await PendingItems.OfWorksheetAsync(actions.Work, sheet.Uid, cancellationToken) is { } pending
            ? new Refusal(
                RefusalKind.Pending,
                $"Work on {sheet.Id} is queued: '{pending.Action}' of {pending.Username}, task {TaskUid.Short(pending.TaskUid)}. "
                + "It can be changed once that has ended.")
            : null;

    private async Task<(WorkPlan? Plan, IReadOnlyList<RefusedItem> Refused, Refusal? Refusal)> PlanTemplateAsync(
        LabActions actions, Worksheet? sheet, WorkRequest request, CancellationToken cancellationToken)
    {
        if (sheet is null || request.TemplateUid is null)
        {
            return (null, [], new Refusal(RefusalKind.Invalid, "A template is applied to a worksheet, and both have to be named."));
        }

        var (pairs, refusal) = await filling.PlanAsync(actions, sheet, request.TemplateUid, cancellationToken);

        // They were chosen from a list. Read as objects, they are still so when the work is kept.
        await actions.Work.FindAsync<Analysis>([.. pairs.Select(pair => pair.Uid)], cancellationToken);
        return refusal is not null
            ? (null, [], refusal)
            : (new WorkPlan(
                WorkAction.Assign,
                sheet.Uid,
                sheet.Path,
                [.. pairs.Select((pair, number) => new WorkItem(pair.Uid, number, Version: 0, pair.Slot))])
            {
                Comment = request.Comment,
                FollowUp = request.TemplateUid,
            }, [], null);
    }

    // Their uids are minted here, and their rows are there with the commit; analyses and ids follow.
    private static async Task<(WorkPlan? Plan, IReadOnlyList<RefusedItem> Refused, Refusal? Refusal)> PlanSamplesAsync(
        LabActions actions, WorkRequest request, string path, CancellationToken cancellationToken)
    {
        var registration = new SampleRegistration(actions);
        var items = new List<WorkItem>();
        var refused = new List<RefusedItem>();
        Refusal? first = null;
        for (var i = 0; i < request.NewSamples.Count; i++)
        {
            var (sample, refusal) = await registration.ReserveAsync(request.NewSamples[i], cancellationToken);
            if (sample is null)
            {
                first ??= refusal;
                refused.Add(new RefusedItem(string.Empty, refusal!.Message) { Index = i });
            }
            else
            {
                items.Add(new WorkItem(sample.Uid, items.Count, Version: 0, Slot: null));
            }
        }

        return items.Count == 0
            ? (null, [], first)
            : (new WorkPlan(request.Action, request.ContextUid, path, items)
            {
                Comment = request.Comment,
                Made = [.. items.Select(item => item.Uid)],
            }, refused, null);
    }

    private static async Task<(WorkPlan? Plan, IReadOnlyList<RefusedItem> Refused, Refusal? Refusal)> PlanItemsAsync(
        LabActions actions, WorkRequest request, string path, Worksheet? sheet, CancellationToken cancellationToken)
    {
        string[] uids = [.. request.Uids.Where(uid => uid.Length > 0).Distinct(StringComparer.Ordinal)];
        var (objects, pending) = await actions.ReadTogetherAsync(uids, cancellationToken);
        var found = objects.ToDictionary(value => value.Uid, StringComparer.Ordinal);
        var judged = new HashSet<string>(uids.Length, StringComparer.Ordinal);
        var items = new List<WorkItem>(uids.Length);
        var refused = new List<RefusedItem>();
        for (var i = 0; i < request.Uids.Count; i++)
        {
            var uid = request.Uids[i];
            if (uid.Length == 0 || !judged.Add(uid))
            {
                continue;
            }

            var item = new WorkItem(uid, items.Count, VersionOf(request, i, found), SlotOf(request, i));
            if ((Elsewhere(request, sheet, found.GetValueOrDefault(uid))
                ?? await RefusalAsync(actions, request, item, found, pending, cancellationToken)) is { } refusal)
            {
                refused.Add(new RefusedItem(uid, refusal));
            }
            else
            {
                items.Add(item);
            }
        }

        var ordered = request.Action == WorkAction.Assign ? Ordered(items, found) : items;
        return (new WorkPlan(request.Action, request.ContextUid, path, ordered) { Comment = request.Comment }, refused, null);
    }

    private static long VersionOf(WorkRequest request, int index, Dictionary<string, LabObject> found)
    {
        var seen = request.Versions is { } versions && index < versions.Count ? versions[index] : 0;
        return seen > 0 ? seen : found.GetValueOrDefault(request.Uids[index])?.Version ?? 0;
    }

    private static int? SlotOf(WorkRequest request, int index) =>
        request.Slots is { } slots && index < slots.Count ? slots[index] : null;

    // Work on a worksheet keeps other work off that worksheet alone, so it is not for what lies on another, or on none.
    private static string? Elsewhere(WorkRequest request, Worksheet? sheet, LabObject? item) =>
        sheet is not null && request.Action != WorkAction.Assign && item is not null && item.Uid != sheet.Uid
            && (item as Analysis)?.Slot?.WorksheetUid != sheet.Uid
                ? $"{Words.Of(item)} is not on {sheet.Id}."
                : null;

    private static async Task<string?> RefusalAsync(
        LabActions actions,
        WorkRequest request,
        WorkItem item,
        Dictionary<string, LabObject> found,
        IReadOnlyDictionary<string, PendingItem> pending,
        CancellationToken cancellationToken) =>
        !found.ContainsKey(item.Uid) ? "There is no such object."
        : pending.TryGetValue(item.Uid, out var other)
            ? $"It is queued already: '{other.Action}' of {other.Username}, task {TaskUid.Short(other.TaskUid)}."
        : request.Action is WorkAction.Register or WorkAction.Grant or WorkAction.Revoke ? null
        : ((item.Version > 0 ? await actions.CheckVersionAsync(item.Uid, item.Version, cancellationToken) : null)
            ?? (request.Action == WorkAction.Assign ? null : await actions.CheckAsync(item.Uid, request.Action, cancellationToken)))?.Message;

    // Slots first, as they were asked for; the others as people read them: by sample, and in it by priority (lims-domain, 3.3).
    private static List<WorkItem> Ordered(List<WorkItem> items, Dictionary<string, LabObject> found) =>
    [
        .. items
            .OrderBy(item => item.Slot ?? int.MaxValue)
            .ThenBy(item => found[item.Uid] is Analysis analysis ? NaturalOrder.Key(analysis.ContainerId) : string.Empty, StringComparer.Ordinal)
            .ThenBy(item => found[item.Uid].SortKey, StringComparer.Ordinal)
            .Select((item, number) => item with { Number = number }),
    ];
}
