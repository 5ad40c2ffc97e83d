using System.Buffers;
using System.Text;
using System.Text.Json;

namespace LabQueue;

/// <summary>The fields of a task that have no meaning to the queue. They travel through it untouched.</summary>
/// <remarks>One JSON object as UTF-8, pure ASCII; empty where there is none.</remarks>
public sealed class ExtraFields : IEquatable<ExtraFields>
{
    private readonly ReadOnlyMemory<byte> _json;

    /// <summary>Takes one JSON object as UTF-8, as <see cref="Json"/> gave it.</summary>
    public ExtraFields(ReadOnlyMemory<byte> json) => _json = json;

    /// <summary>No fields.</summary>
    public static ExtraFields Empty { get; } = new(default);

    /// <summary>Whether there is no field.</summary>
    public bool IsEmpty => _json.IsEmpty;

    /// <summary>One JSON object as UTF-8, or nothing.</summary>
    public ReadOnlyMemory<byte> Json => _json;

    /// <summary>Keeps the given fields of an object, the last one of each name.</summary>
    /// <param name="source">A JSON object.</param>
    /// <param name="keep">Whether to keep the field of that name.</param>
    public static ExtraFields From(JsonElement source, Func<string, bool> keep)
    {
        Dictionary<string, JsonElement>? fields = null;
        foreach (var property in source.EnumerateObject())
        {
            if (keep(property.Name))
            {
                fields ??= new Dictionary<string, JsonElement>(StringComparer.Ordinal);
                fields[property.Name] = property.Value;
            }
        }

        return From(fields);
    }

    /// <summary>Whether there is a field of that name.</summary>
    public bool Contains(ReadOnlySpan<byte> name) => TryGet(name, out _);

    /// <summary>The field's value as JSON text, if there is such a field.</summary>
    public bool TryGet(ReadOnlySpan<byte> name, out JsonText value)
    {
        // The search for the letters is cheap and says no nearly always; only then the object is read.
        if (!_json.IsEmpty && _json.Span.IndexOf(name) >= 0)
        {
            var reader = Start();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var found = reader.ValueTextEquals(name);
                var raw = ReadValue(ref reader);
                if (found)
                {
                    value = new JsonText(Encoding.UTF8.GetString(raw.Span));
                    return true;
                }
            }
        }

        value = default;
        return false;
    }

    /// <summary>The same fields without those named.</summary>
    public ExtraFields Without(params ReadOnlySpan<string> names)
    {
        if (IsEmpty)
        {
            return this;
        }

        var drop = names.ToArray();
        if (!drop.Any(name => Contains(Encoding.UTF8.GetBytes(name))))
        {
            return this;
        }

        using var document = JsonDocument.Parse(_json);
        return From(document.RootElement, name => !drop.Contains(name, StringComparer.Ordinal));
    }

    /// <summary>Writes each field as a property of the object that the writer is in.</summary>
    public void WriteTo(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        if (_json.IsEmpty)
        {
            return;
        }

        var reader = Start();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            writer.WritePropertyName(reader.GetString()!);
            writer.WriteRawValue(ReadValue(ref reader).Span, skipInputValidation: true);
        }
    }

    /// <inheritdoc/>
    public bool Equals(ExtraFields? other) => other is not null && _json.Span.SequenceEqual(other._json.Span);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ExtraFields);

    /// <inheritdoc/>
    public override int GetHashCode() => _json.Length;

    /// <inheritdoc/>
    public override string ToString() => Encoding.UTF8.GetString(_json.Span);

    private static ExtraFields From(Dictionary<string, JsonElement>? fields)
    {
        if (fields is null || fields.Count == 0)
        {
            return Empty;
        }

        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, QueueJson.WriterOptions))
        {
            writer.WriteStartObject();
            foreach (var (name, value) in fields)
            {
                writer.WritePropertyName(name);
                value.WriteTo(writer);
            }

            writer.WriteEndObject();
        }

        return new ExtraFields(buffer.WrittenMemory);
    }

    private Utf8JsonReader Start()
    {
        var reader = new Utf8JsonReader(_json.Span, new JsonReaderOptions { MaxDepth = QueueLimits.JsonDepth });
        reader.Read();
        return reader;
    }

    private ReadOnlyMemory<byte> ReadValue(ref Utf8JsonReader reader)
    {
        reader.Read();
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return _json[start..(int)reader.BytesConsumed];
    }
}
