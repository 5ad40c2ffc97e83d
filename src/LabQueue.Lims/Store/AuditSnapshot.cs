using System.Text.Json.Nodes;
using LabQueue.Lims.Objects;

namespace LabQueue.Lims.Store;

/// <summary>An object as the audit trail shows it: what its type adds, and its state, address and place.</summary>
internal static class AuditSnapshot
{
    /// <summary>The snapshot, as JSON.</summary>
    public static string Of(LabObject value)
    {
        var snapshot = (JsonObject)JsonNode.Parse(LabJson.Write(value))!;
        snapshot.Remove(nameof(LabObject.History));
        snapshot["review_state"] = value.State;
        snapshot["version"] = value.Version;
        if (value is Analysis { Slot: { } slot })
        {
            snapshot["worksheet"] = slot.WorksheetUid;
            snapshot["position"] = slot.Position;
        }

        return snapshot.ToJsonString();
    }
}
