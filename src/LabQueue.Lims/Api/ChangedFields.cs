using System.Text.Json.Nodes;
using LabQueue.Lims.Objects;
using LabQueue.Lims.Store;

namespace LabQueue.Lims.Api;

/// <summary>Says what is different about an object since a version that somebody saw.</summary>
internal static class ChangedFields
{
    private const string Snapshots = "select after from audit where site = @site and uid = @uid and after is not null order by number desc limit 200";

    /// <summary>The fields that differ, with what they were and are; what the audit trail has no longer at hand is left out.</summary>
    public static async Task<JsonObject> SinceAsync(LabReader reader, LabObject now, long version, CancellationToken cancellationToken)
    {
        var present = (JsonObject)JsonNode.Parse(AuditSnapshot.Of(now))!;
        var changed = new JsonObject();
        foreach (var text in await reader.QueryAsync<string>(Snapshots, new { site = reader.Site, uid = now.Uid }, cancellationToken))
        {
            if (JsonNode.Parse(text) is not JsonObject then || then["version"]?.GetValue<long>() != version)
            {
                continue;
            }

            foreach (var name in present.Select(pair => pair.Key).Union(then.Select(pair => pair.Key)).Where(name => name != "version"))
            {
                if (!JsonNode.DeepEquals(present[name], then[name]))
                {
                    changed[name] = new JsonObject { ["before"] = then[name]?.DeepClone(), ["now"] = present[name]?.DeepClone() };
                }
            }

            break;
        }

        return changed;
    }
}
