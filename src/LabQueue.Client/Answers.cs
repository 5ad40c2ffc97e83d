using System.Net;
using System.Text.Json;

namespace LabQueue.Client;

/// <summary>Reads the parts that several answers have.</summary>
internal static class Answers
{
    /// <summary>Reads an answer, and says so where it is none of a queue server.</summary>
    public static T Read<T>(JsonDocument answer, Func<JsonElement, T> read)
    {
        try
        {
            return read(answer.RootElement);
        }
        catch (Exception strange) when (strange is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new QueueClientException(
                HttpStatusCode.OK, $"The answer is not that of a queue server: {strange.Message}", strange);
        }
    }

    /// <summary>The elements of a list.</summary>
    public static T[] List<T>(JsonElement parent, string name, Func<JsonElement, T> read)
    {
        var list = parent.GetProperty(name);
        var items = new T[list.GetArrayLength()];
        var next = 0;
        foreach (var item in list.EnumerateArray())
        {
            items[next++] = read(item);
        }

        return items;
    }

    /// <summary>The complete tasks of a list.</summary>
    public static QueueTask[] Tasks(JsonElement parent, string name) => List(parent, name, TaskJsonReader.Read);

    /// <summary>A complete task; null where there is none.</summary>
    public static QueueTask? Task(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var task) && task.ValueKind == JsonValueKind.Object ? TaskJsonReader.Read(task) : null;

    /// <summary>A text; null where there is none.</summary>
    public static string? Text(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value.GetString() : null;

    /// <summary>A text that must be there.</summary>
    public static string NeededText(JsonElement parent, string name) =>
        Text(parent, name) ?? throw new JsonException($"'{name}' is missing.");

    /// <summary>A time in seconds since 1970; null where there is none.</summary>
    public static DateTimeOffset? Time(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number
            ? UnixTime.FromSeconds(value.GetDouble())
            : null;

    /// <summary>A time that must be there.</summary>
    public static DateTimeOffset NeededTime(JsonElement parent, string name) =>
        Time(parent, name) ?? throw new JsonException($"'{name}' is no time.");

    /// <summary>A word of ours in lower case with underscores, such as <c>not_found</c>.</summary>
    public static T Word<T>(JsonElement parent, string name)
        where T : struct, Enum =>
        Enum.TryParse<T>(NeededText(parent, name).Replace("_", string.Empty, StringComparison.Ordinal), ignoreCase: true, out var word)
            ? word
            : throw new JsonException($"'{name}' is '{Text(parent, name)}', which is not known.");
}
