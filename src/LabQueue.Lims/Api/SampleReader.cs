using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using LabQueue.Lims.Objects;
using LabQueue.Lims.Samples;
using LabQueue.Lims.Store;

namespace LabQueue.Lims.Api;

/// <summary>Reads which sample somebody asks to be registered.</summary>
internal static class SampleReader
{
    /// <summary>Reads it.</summary>
    /// <exception cref="LabApiException">It names no client that the caller may see, or has a value that a field does not take.</exception>
    public static async Task<NewSample> ReadAsync(LabCall call, LabReader reader, Visibility visibility, JsonObject record)
    {
        var client = await ClientAsync(call, reader, visibility, record);
        var type = ApiText.UidOf(record["SampleType"]) ?? throw ObjectFields.Wrong("SampleType", "A SampleType is needed.");
        return new NewSample(client.Uid, type, ServicesOf(record))
        {
            Contact = ApiText.UidOf(record["Contact"]),
            DateSampled = TimeOf(record, "DateSampled"),
            ClientOrderNumber = record.Text("ClientOrderNumber") ?? string.Empty,
            ClientReference = record.Text("ClientReference") ?? string.Empty,
            ClientSampleID = record.Text("ClientSampleID") ?? string.Empty,
            Priority = PriorityOf(record),
            Remarks = record.Text("Remarks") ?? string.Empty,
            InternalUse = record["InternalUse"] is { } use && ApiText.IsYes(use.ToString()),
            Specification = RangesOf(record),
        };
    }

    private static async Task<LabClient> ClientAsync(LabCall call, LabReader reader, Visibility visibility, JsonObject record)
    {
        var uid = call.Values.GetValueOrDefault("parent") ?? ApiText.UidOf(record["parent_uid"]) ?? ApiText.UidOf(record["Client"])
            ?? (record.Text("parent_path") is { } path ? (await reader.FindPathAsync(path, call.Aborted))?.Uid : null)
            ?? throw new LabApiException(LabApiError.BadRequest("the client is missing: name it by 'parent_uid', 'parent_path' or 'Client'."));
        return await visibility.GetAsync<LabClient>(reader, uid, call.Aborted);
    }

    private static IReadOnlyList<string> ServicesOf(JsonObject record) =>
        (record["Analyses"] ?? record["Services"]) is JsonArray list
            ? [.. list.Select(one => one switch
            {
                JsonObject named => named.Text("uid") ?? named.Text("Keyword") ?? string.Empty,
                _ => one?.ToString() ?? string.Empty,
            })]
            : throw ObjectFields.Wrong("Analyses", "'Analyses' is to be a list of services: uids or keywords.");

    private static DateTimeOffset? TimeOf(JsonObject record, string name) => record.Text(name) switch
    {
        null or "" => null,
        var text when DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) => time.ToUniversalTime(),
        _ => throw ObjectFields.Wrong(name, $"'{name}' is no time such as 2026-01-05T08:00:00Z."),
    };

    private static int PriorityOf(JsonObject record) => record.Text("Priority") switch
    {
        null or "" => 3,
        var text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) => number,
        _ => throw ObjectFields.Wrong("Priority", "'Priority' is 1 to 5."),
    };

    private static ResultRange[] RangesOf(JsonObject record)
    {
        try
        {
            return record["Specification"]?.Deserialize<ResultRange[]>(LabJson.Options) ?? [];
        }
        catch (JsonException)
        {
            throw ObjectFields.Wrong("Specification", "'Specification' is a list of {\"Service\": uid, \"Min\": number, \"Max\": number}.");
        }
    }
}
