using LabQueue.Lims.Objects;
using LabQueue.Lims.Registry;

namespace LabQueue.Lims.Tests.Worksheets;

/// <summary>Queued work and instruments for tests of worksheets.</summary>
internal static class GivenWaiting
{
    /// <summary>The task that <see cref="GivenPendingAsync"/> queues.</summary>
    public const string TaskUid = "0123456789abcdef0123456789abcdef";

    private static CancellationToken None => TestContext.Current.CancellationToken;

    /// <summary>An object that waits for an assignment to a worksheet.</summary>
    public static Task GivenPendingAsync(this Laboratory laboratory, string worksheetUid, string objectUid, int? slot = null) =>
        laboratory.ChangeAsync(async work =>
        {
            await work.ExecuteAsync(
                """
                insert into work (site, task_uid, name, action, context_uid, context_path, username, roles, decided, total)
                values (@site, @task, 'task_assign_analyses', 'assign', @worksheetUid, '/senaite/worksheets/WS', 'clerk1', '[]', 0, 1)
                on conflict do nothing
                """,
                new { site = Laboratory.Site, task = TaskUid, worksheetUid },
                None);
            return await work.ExecuteAsync(
                """
                insert into pending_item (site, object_uid, task_uid, context_uid, number, version, slot)
                values (@site, @objectUid, @task, @worksheetUid, 0, 1, @slot)
                """,
                new { site = Laboratory.Site, task = TaskUid, worksheetUid, objectUid, slot },
                None);
        });

    /// <summary>An instrument with a method of its own, both of which an analysis allows and, if it is said, has.</summary>
    public static Task<(Instrument Instrument, Method Method)> GivenInstrumentAsync(
        this Laboratory laboratory, Analysis analysis, bool set = false) =>
        laboratory.ChangeAsync(async work =>
        {
            var method = await LabItems.AddAsync(work, new Method { Title = "Method" }, None);
            var instrument = await LabItems.AddAsync(work, new Instrument { Title = "Instrument", Methods = [method.Uid] }, None);
            var found = await work.GetAsync<Analysis>(analysis.Uid, None);
            work.Put(found with
            {
                AllowedInstruments = [.. found.AllowedInstruments, instrument.Uid],
                AllowedMethods = [.. found.AllowedMethods, method.Uid],
                Instrument = set ? instrument.Uid : found.Instrument,
                Method = set ? method.Uid : found.Method,
            });
            return (instrument, method);
        });
}
