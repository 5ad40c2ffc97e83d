using System.Text.Json;

namespace LabQueue.Host.Administration;

/// <summary>How requests and answers are written on the control socket.</summary>
internal static class AdminJson
{
    /// <summary>The only address there.</summary>
    public const string Path = "/admin";

    /// <summary>For the serializer. The command may stand anywhere in the object.</summary>
    public static JsonSerializerOptions Options { get; } = new(QueueJson.Options)
    {
        AllowOutOfOrderMetadataProperties = true,
        PropertyNameCaseInsensitive = true,
    };
}
