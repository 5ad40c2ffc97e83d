using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace LabQueue.Lims.Api;

/// <summary>Reads what was sent with a request.</summary>
internal static class BodyReader
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 16 };

    /// <summary>Reads JSON, or a form as an object of texts; null: nothing was sent.</summary>
    /// <exception cref="LabApiException">It is no JSON.</exception>
    public static async Task<JsonNode?> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.HasFormContentType)
        {
            var form = await request.ReadFormAsync(cancellationToken);
            return new JsonObject(form.Select(field => KeyValuePair.Create(field.Key, (JsonNode?)field.Value.ToString())));
        }

        using var text = new MemoryStream();
        await request.Body.CopyToAsync(text, cancellationToken);
        if (text.Length == 0)
        {
            return null;
        }

        try
        {
            return JsonNode.Parse(text.GetBuffer().AsSpan(0, (int)text.Length), documentOptions: Strict);
        }
        catch (JsonException wrong)
        {
            throw new LabApiException(LabApiError.BadRequest($"the request's body is no JSON: {wrong.Message}"));
        }
    }
}
