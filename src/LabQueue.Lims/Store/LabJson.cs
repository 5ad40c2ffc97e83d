using System.Text.Json;
using System.Text.Json.Serialization;

namespace LabQueue.Lims.Store;

/// <summary>How objects are kept: JSON with the names of the JSON API, without what is empty.</summary>
internal static class LabJson
{
    /// <summary>The options.</summary>
    public static JsonSerializerOptions Options { get; } = new()
    {
        Converters = { new JsonStringEnumConverter() },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        IgnoreReadOnlyProperties = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>The part of an object that its type adds.</summary>
    public static string Write(Objects.LabObject value) => JsonSerializer.Serialize(value, value.GetType(), Options);
}
