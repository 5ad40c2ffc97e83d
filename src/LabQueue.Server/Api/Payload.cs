using System.Text.Json;

namespace LabQueue.Server.Api;

/// <summary>What a request brings: one JSON value, also where it came as a form or in the query string.</summary>
/// <remarks>Must be disposed of once the answer is written; nothing read from it may be used after that.</remarks>
internal sealed class Payload : IDisposable
{
    private static readonly JsonElement NoFields = JsonElement.Parse("{}");

    private readonly JsonDocument? _document;
    private readonly byte[]? _rented;

    private Payload(JsonElement root, bool isForm) => (Root, IsForm) = (root, isForm);

    /// <summary>Takes a parsed document, and the rented bytes that it lies in.</summary>
    public Payload(JsonDocument document, byte[]? rented, bool isForm)
        : this(document.RootElement, isForm)
    {
        _document = document;
        _rented = rented;
    }

    /// <summary>A request that brings nothing: as if it had sent an object without fields.</summary>
    public static Payload Empty { get; } = new(NoFields, isForm: false);

    /// <summary>The value; not looked at yet, so it may be of any kind.</summary>
    public JsonElement Root { get; }

    /// <summary>Whether it came as a form: all values are texts then, or lists of texts.</summary>
    public bool IsForm { get; }

    /// <summary>The value, which must be an object.</summary>
    /// <exception cref="ApiRefusedException">It is something else.</exception>
    public JsonElement Fields => Root.ValueKind == JsonValueKind.Object
        ? Root
        : throw new ApiRefusedException(ApiError.BadRequest("The request's data must be one object"));

    /// <summary>Finds a field that is there and not null.</summary>
    public bool TryGet(ReadOnlySpan<byte> name, out JsonElement value) =>
        Fields.TryGetProperty(name, out value) && value.ValueKind != JsonValueKind.Null;

    /// <inheritdoc/>
    public void Dispose()
    {
        _document?.Dispose();
        if (_rented is not null)
        {
            BodyPool.Return(_rented);
        }
    }
}
