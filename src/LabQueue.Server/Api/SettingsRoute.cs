using System.Text.Json;
using LabQueue.Engine;
using Microsoft.AspNetCore.Http;

namespace LabQueue.Server.Api;

/// <summary><c>settings</c>: shows them, or changes some and shows all. Keys are never among them.</summary>
internal static class SettingsRoute
{
    public static async Task AnswerAsync(ApiCall call)
    {
        var settings = HttpMethods.IsPost(call.Context.Request.Method) && ReadChanges(call.Payload) is { Count: > 0 } changes
            ? await call.Queue.ChangeSettingsAsync(changes, call.Actor, CancellationToken.None)
            : await call.Queue.SettingsAsync(call.Aborted);
        var writer = call.Begin();
        foreach (var (name, value) in SettingRules.Values(settings))
        {
            writer.WritePropertyName(name);
            JsonSerializer.Serialize(writer, value, QueueJson.Options);
        }

        await call.EndAsync();
    }

    private static Dictionary<string, JsonText> ReadChanges(Payload payload)
    {
        var changes = new Dictionary<string, JsonText>(StringComparer.Ordinal);
        foreach (var property in payload.Fields.EnumerateObject())
        {
            if (property.Name is not ("__zeo" or "reason"))
            {
                changes[property.Name] = new JsonText(property.Value.GetRawText());
            }
        }

        return changes;
    }
}
