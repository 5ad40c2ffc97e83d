using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace LabQueue.Server.Api;

/// <summary>Reads form fields and query strings as Zope does: a key once is a text, more than once a list of texts.</summary>
/// <remarks>Of Zope's suffixes, <c>:list</c>, <c>:int</c>, <c>:long</c>, <c>:float</c>, <c>:boolean</c> and those of texts.</remarks>
internal static class FormReader
{
    private static readonly FormOptions Options = new()
    {
        ValueCountLimit = QueueLimits.Uids * 2,
        ValueLengthLimit = QueueLimits.BodyBytes,
        MultipartBodyLengthLimit = QueueLimits.BodyBytes,
    };

    /// <summary>Whether a request that is no GET sends a form: it says so, or says nothing.</summary>
    public static bool IsForm(HttpRequest request)
    {
        var type = MediaType(request);
        return type.IsEmpty
            || type.Equals("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase)
            || type.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Reads the query string.</summary>
    public static Payload FromQuery(HttpRequest request) =>
        request.QueryString.HasValue ? Build(request.Query, []) : Payload.Empty;

    /// <summary>Reads the form and the query string together.</summary>
    public static async ValueTask<Payload> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        // The length of a form that does not tell it is the framework's to watch.
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = QueueLimits.BodyBytes;
        }

        try
        {
            return MediaType(request).IsEmpty
                ? Build(await ReadPlainAsync(request, cancellationToken), request.Query)
                : Build(await ReadTypedAsync(request, cancellationToken), request.Query);
        }
        catch (Exception refused) when (IsUnreadable(refused))
        {
            throw new ApiRefusedException(ApiError.BadRequest("The form cannot be read: " + refused.Message));
        }
    }

    private static ReadOnlySpan<char> MediaType(HttpRequest request)
    {
        var type = request.ContentType.AsSpan();
        var semicolon = type.IndexOf(';');
        return (semicolon < 0 ? type : type[..semicolon]).Trim();
    }

    // A form that breaks its own rules, ends too early, or is in an encoding that nobody reads. What the HTTP server
    // finds wrong with a body has a status of its own.
    private static bool IsUnreadable(Exception refused) => refused
        is InvalidDataException or NotSupportedException or (IOException and not BadHttpRequestException);

    private static async ValueTask<IEnumerable<KeyValuePair<string, StringValues>>> ReadTypedAsync(
        HttpRequest request, CancellationToken cancellationToken)
    {
        var form = new FormFeature(request, Options);
        return form.HasFormContentType
            ? await form.ReadFormAsync(cancellationToken)
            : throw new InvalidDataException($"its content type is '{request.ContentType}'.");
    }

    private static async ValueTask<IEnumerable<KeyValuePair<string, StringValues>>> ReadPlainAsync(
        HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentLength is 0 || (request.ContentLength is null && !IsChunked(request)))
        {
            return [];
        }

        var reader = new FormPipeReader(request.BodyReader)
        {
            ValueCountLimit = Options.ValueCountLimit,
            ValueLengthLimit = Options.ValueLengthLimit,
        };
        return await reader.ReadFormAsync(cancellationToken);
    }

    private static bool IsChunked(HttpRequest request) =>
        !StringValues.IsNullOrEmpty(request.Headers[HeaderNames.TransferEncoding]) || HttpProtocol.IsHttp2(request.Protocol);

    private static Payload Build(
        IEnumerable<KeyValuePair<string, StringValues>> form, IEnumerable<KeyValuePair<string, StringValues>> query)
    {
        var fields = new Dictionary<string, FormField>(StringComparer.Ordinal);
        foreach (var (key, values) in form.Concat(query))
        {
            var (name, kind, isList) = FormField.Split(key);
            if (!fields.TryGetValue(name, out var field))
            {
                fields[name] = field = new FormField(kind);
            }

            field.IsList |= isList;
            field.Values.AddRange(values.Select(value => value ?? string.Empty));
        }

        return fields.Count == 0 ? Payload.Empty : Build(fields);
    }

    private static Payload Build(Dictionary<string, FormField> fields)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, QueueJson.WriterOptions))
        {
            writer.WriteStartObject();
            foreach (var (name, field) in fields)
            {
                writer.WritePropertyName(name);
                field.WriteTo(writer, name);
            }

            writer.WriteEndObject();
        }

        PayloadReader.Check(buffer.WrittenSpan);
        return new Payload(JsonDocument.Parse(buffer.WrittenMemory, QueueJson.DocumentOptions), rented: null, isForm: true);
    }

    private sealed class FormField(string? kind)
    {
        public List<string> Values { get; } = [];

        public bool IsList { get; set; }

        /// <summary>Takes Zope's suffixes off a key; what is no suffix stays a part of the name.</summary>
        public static (string Name, string? Kind, bool IsList) Split(string key)
        {
            string? kind = null;
            var isList = false;
            var name = key;
            for (var colon = name.LastIndexOf(':'); colon > 0; colon = name.LastIndexOf(':'))
            {
                switch (name[(colon + 1)..])
                {
                    case "list":
                        isList = true;
                        break;
                    case "int" or "long" or "float" or "boolean" or "string" or "ustring" or "text" or "utext":
                        kind = name[(colon + 1)..];
                        break;
                    default:
                        return (name, kind, isList);
                }

                name = name[..colon];
            }

            return (name, kind, isList);
        }

        public void WriteTo(Utf8JsonWriter writer, string name)
        {
            if (!IsList && Values.Count == 1)
            {
                Write(writer, name, Values[0]);
                return;
            }

            writer.WriteStartArray();
            foreach (var value in Values)
            {
                Write(writer, name, value);
            }

            writer.WriteEndArray();
        }

        private void Write(Utf8JsonWriter writer, string name, string value)
        {
            switch (kind)
            {
                case "int" or "long" when long.TryParse(value, CultureInfo.InvariantCulture, out var whole):
                    writer.WriteNumberValue(whole);
                    break;
                case "float" when double.TryParse(value, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number):
                    writer.WriteNumberValue(number);
                    break;
                case "boolean":
                    writer.WriteBooleanValue(value.Length > 0);
                    break;
                case "int" or "long" or "float":
                    throw new ApiRefusedException(ApiError.BadRequest($"'{name}' is no number"));
                default:
                    writer.WriteStringValue(value);
                    break;
            }
        }
    }
}
