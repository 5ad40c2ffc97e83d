using System.Text.Json;

namespace LabQueue.Client;

/// <summary>A call of the server.</summary>
/// <param name="Route">Its address, without what all have in common.</param>
internal readonly record struct Call(string Route)
{
    /// <summary>Writes the payload; null: the call only looks, and is sent as GET.</summary>
    public Action<Utf8JsonWriter>? Payload { get; init; }

    /// <summary>Whose token it carries; null or empty: the client's own user's.</summary>
    public string? Username { get; init; }

    /// <summary>Whether a second time changes nothing: what only looks, and what the server knows again.</summary>
    public bool IsRepeatable { get; init; }

    /// <summary>Whether who makes the call makes it again by itself, so that only another server is tried here.</summary>
    public bool IsRepeatedByCaller { get; init; }

    /// <summary>Whether a second time does no harm.</summary>
    public bool IsSafe => IsRepeatable || Payload is null;

    /// <summary>How long the server may take beyond the usual, because it was asked to wait.</summary>
    public TimeSpan Wait { get; init; }
}
