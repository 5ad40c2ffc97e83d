using LabQueue.Lims.Store;

namespace LabQueue.Lims.Worksheets;

/// <summary>Statements that look for analyses which a template could put on a worksheet.</summary>
internal static class CandidateSql
{
    // Only routine analyses are ever unassigned. To name their type as well would make another index look as good, which has
    // all that wait in the laboratory. An analysis that waits for a task has been promised elsewhere.
    private const string Waiting =
        "select " + ObjectSql.Columns + ObjectSql.From
        + " and o.state = 'unassigned'"
        + " and not exists (select 1 from pending_item p where p.site = o.site and p.object_uid = o.uid)";

    /// <summary>A page of a service's, by priority key; index <c>lab_object_service</c>.</summary>
    public const string OfService =
        Waiting + " and o.service_uid = @service and (o.sort_key, o.uid) > (@sort_key, @uid) order by o.sort_key, o.uid limit @limit";

    /// <summary>All of some samples; index <c>lab_object_container</c>.</summary>
    public const string OfSamples =
        Waiting + " and o.container_uid in @samples";
}
