using System.Text.Json.Nodes;

namespace LabQueue.Lims.Audit;

/// <summary>What an entry of the trail changed in a field.</summary>
/// <param name="Field">The field.</param>
/// <param name="Before">What stood there; empty: nothing.</param>
/// <param name="After">What stands there now; empty: nothing.</param>
internal sealed record AuditDifference(string Field, string Before, string After)
{
    // What says only that something was changed.
    private static readonly string[] Bookkeeping = ["History", "Modified", "Version"];

    /// <summary>The fields that an entry changed.</summary>
    public static IReadOnlyList<AuditDifference> Of(AuditEntry entry)
    {
        var (before, after) = (Read(entry.Before), Read(entry.After));
        return before is null || after is null
            ? []
            : [.. after.Select(pair => pair.Key).Union(before.Select(pair => pair.Key), StringComparer.Ordinal)
                .Where(name => !Bookkeeping.Contains(name, StringComparer.OrdinalIgnoreCase) && !JsonNode.DeepEquals(before[name], after[name]))
                .Select(name => new AuditDifference(name, before[name]?.ToString() ?? string.Empty, after[name]?.ToString() ?? string.Empty))];
    }

    private static JsonObject? Read(string? snapshot) => snapshot is null ? null : JsonNode.Parse(snapshot) as JsonObject;
}
