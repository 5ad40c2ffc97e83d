using System.Text.Json;

namespace LabQueue.Web.Settings;

/// <summary>A change of one setting, as the records have it.</summary>
/// <param name="Record">The whole change that it was a part of.</param>
/// <param name="Name">The setting, as on the wire.</param>
/// <param name="From">What it was.</param>
/// <param name="To">What it became.</param>
internal sealed record SettingChange(AuditRecord Record, string Name, string From, string To)
{
    /// <summary>The single changes of a record.</summary>
    public static IEnumerable<SettingChange> In(AuditRecord record)
    {
        if (record.Detail is null)
        {
            return [];
        }

        using var detail = JsonDocument.Parse(record.Detail);
        return
        [
            .. detail.RootElement.EnumerateObject().Select(setting => new SettingChange(
                record, setting.Name, Text(setting.Value.GetProperty("from")), Text(setting.Value.GetProperty("to")))),
        ];
    }

    private static string Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => string.Join(", ", value.EnumerateArray().Select(Text)),
        JsonValueKind.String => value.GetString()!,
        _ => value.GetRawText(),
    };
}
