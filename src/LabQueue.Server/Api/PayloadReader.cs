using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http;

namespace LabQueue.Server.Api;

/// <summary>Reads what a request brings.</summary>
/// <remarks><c>wire-protocol</c>, section 3.</remarks>
internal static class PayloadReader
{
    private static readonly JsonReaderOptions AnyDepth = new() { MaxDepth = QueueLimits.BodyBytes };

    /// <summary>Reads a request's payload.</summary>
    /// <exception cref="ApiRefusedException">It is no JSON, too large, or holds text that no program can read.</exception>
    public static ValueTask<Payload> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
        {
            return ValueTask.FromResult(FormReader.FromQuery(request));
        }

        return request.ContentLength > QueueLimits.BodyBytes ? RefuseLargeAsync(request, cancellationToken)
            : FormReader.IsForm(request) ? FormReader.ReadAsync(request, cancellationToken)
            : ReadJsonAsync(request, cancellationToken);
    }

    /// <summary>Refuses texts that are longer than the limits, and those that are no Unicode.</summary>
    public static void Check(ReadOnlySpan<byte> json)
    {
        if (!Utf8.IsValid(json))
        {
            throw new ApiRefusedException(ApiError.BadRequest("The request's data is no UTF-8"));
        }

        // Most requests are smaller than the longest text, and have no surrogates: there is nothing to look for.
        if (json.Length > QueueLimits.TextLength || json.IndexOf("\\ud"u8) >= 0 || json.IndexOf("\\uD"u8) >= 0)
        {
            CheckTexts(json);
        }
    }

    private static async ValueTask<Payload> RefuseLargeAsync(HttpRequest request, CancellationToken cancellationToken) =>
        throw await ReadOnAsync(request, cancellationToken);

    private static async ValueTask<Payload> ReadJsonAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var (bytes, length) = await ReadBodyAsync(request, cancellationToken);
        var json = bytes.AsMemory(0, length);
        try
        {
            var document = JsonDocument.Parse(json, QueueJson.DocumentOptions);
            Check(json.Span);
            return new Payload(document, bytes, isForm: false);
        }
        catch (JsonException)
        {
            var isDeep = IsJson(json.Span);
            BodyPool.Return(bytes);
            throw new ApiRefusedException(
                isDeep
                    ? ApiError.BadRequest($"The request's data is nested deeper than {QueueLimits.JsonDepth} levels")
                    : ApiError.NotJson);
        }
    }

    private static async ValueTask<(byte[] Bytes, int Length)> ReadBodyAsync(
        HttpRequest request, CancellationToken cancellationToken)
    {
        var bytes = BodyPool.Rent((int)(request.ContentLength ?? 4_096));
        var length = 0;
        while (true)
        {
            var result = await request.BodyReader.ReadAsync(cancellationToken);
            var needed = length + result.Buffer.Length;
            if (needed > QueueLimits.BodyBytes)
            {
                BodyPool.Return(bytes);
                request.BodyReader.AdvanceTo(result.Buffer.End);
                throw await ReadOnAsync(request, cancellationToken);
            }

            if (needed > bytes.Length)
            {
                var larger = BodyPool.Rent((int)Math.Max(needed, bytes.Length * 2L));
                bytes.AsSpan(0, length).CopyTo(larger);
                BodyPool.Return(bytes);
                bytes = larger;
            }

            result.Buffer.CopyTo(bytes.AsSpan(length));
            length = (int)needed;
            request.BodyReader.AdvanceTo(result.Buffer.End);
            if (result.IsCompleted)
            {
                return (bytes, length);
            }
        }
    }

    // Many clients only look for the answer once they have sent all; closing the connection before would hide it from them.
    private static async ValueTask<ApiRefusedException> ReadOnAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        ReadResult result;
        do
        {
            result = await request.BodyReader.ReadAsync(cancellationToken);
            request.BodyReader.AdvanceTo(result.Buffer.End);
        }
        while (!result.IsCompleted);
        return new ApiRefusedException(ApiError.TooLarge);
    }

    private static void CheckTexts(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = QueueLimits.JsonDepth });
        var limit = QueueLimits.TextLength;
        while (reader.Read())
        {
            if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.PropertyName))
            {
                continue;
            }

            CheckText(ref reader, reader.TokenType == JsonTokenType.String ? limit : QueueLimits.TextLength);
            limit = reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("error_message"u8)
                ? QueueLimits.ErrorLength
                : QueueLimits.TextLength;
        }
    }

    private static void CheckText(ref Utf8JsonReader reader, int limit)
    {
        if (reader.ValueSpan.Length <= limit && !reader.ValueIsEscaped)
        {
            return;
        }

        int length;
        try
        {
            length = reader.GetString()!.Length;
        }
        catch (InvalidOperationException)
        {
            throw new ApiRefusedException(ApiError.BadRequest("A text of the request is no Unicode: half a surrogate pair"));
        }

        if (length > limit)
        {
            throw new ApiRefusedException(ApiError.BadRequest($"A text of the request is longer than {limit} letters"));
        }
    }

    private static bool IsJson(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, AnyDepth);
        try
        {
            while (reader.Read())
            {
                // Only whether it can be read to its end counts.
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
