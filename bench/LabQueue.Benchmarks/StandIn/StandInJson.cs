using System.Text.Json.Serialization;

namespace LabQueue.Benchmarks.StandIn;

/// <summary>The quickest way to read JSON into objects that .NET has: a reader made at compile time.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(StandInTask))]
[JsonSerializable(typeof(StandInWish))]
internal sealed partial class StandInJson : JsonSerializerContext;
