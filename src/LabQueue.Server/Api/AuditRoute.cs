namespace LabQueue.Server.Api;

/// <summary><c>audit</c>: what people changed, newest first.</summary>
internal static class AuditRoute
{
    private const int MostEntries = 1_000;
    private const int UsualEntries = 100;

    public static async Task AnswerAsync(ApiCall call)
    {
        var payload = call.Payload;
        var query = new AuditQuery
        {
            Action = payload.Text("action"),
            Before = PayloadFields.Long(payload.Fields, "before"),
            Limit = payload.Whole("limit", 1, MostEntries) ?? UsualEntries,
        };
        var entries = await call.Queue.AuditAsync(query, call.Aborted);
        var writer = call.Begin();
        writer.WriteNumber("count"u8, entries.Count);
        writer.WriteStartArray("items"u8);
        foreach (var entry in entries)
        {
            writer.WriteStartObject();
            writer.WriteNumber("number"u8, entry.Number);
            TaskJson.WriteTime(writer, "time"u8, entry.Time);
            writer.WriteString("username"u8, entry.Username);
            writer.WriteString("action"u8, entry.Action);
            writer.WriteString("target"u8, entry.Target);
            writer.WriteString("reason"u8, entry.Reason);
            writer.WriteString("detail"u8, entry.Detail);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        call.WriteAddresses(writer);
        await call.EndAsync();
    }
}
