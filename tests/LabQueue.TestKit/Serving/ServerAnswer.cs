using System.Text.Json;

namespace LabQueue.TestKit.Serving;

/// <summary>What a server answered.</summary>
/// <param name="Status">The status.</param>
/// <param name="Text">The body.</param>
/// <param name="ContentType">What the body is said to be.</param>
/// <param name="RetryAfter">When to ask again.</param>
public sealed record ServerAnswer(int Status, string Text, string? ContentType, TimeSpan? RetryAfter)
{
    /// <summary>The body as JSON.</summary>
    public JsonElement Json => JsonElement.Parse(Text);

    /// <summary>The field <c>message</c>.</summary>
    public string? Message => Json.GetProperty("message").GetString();

    /// <summary>The fields that the object has.</summary>
    public IEnumerable<string> Keys => Json.EnumerateObject().Select(property => property.Name);

    /// <summary>The first of the <c>items</c>.</summary>
    public JsonElement Item => Json.GetProperty("items")[0];

    /// <summary>Uids of the tasks among the <c>items</c>.</summary>
    public IReadOnlyList<string?> TaskUids =>
        [.. Json.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("task_uid").GetString())];

    /// <summary>Reads a response to its end.</summary>
    public static async Task<ServerAnswer> ReadAsync(HttpResponseMessage response)
    {
        ArgumentNullException.ThrowIfNull(response);
        return new ServerAnswer(
            (int)response.StatusCode,
            await response.Content.ReadAsStringAsync(),
            response.Content.Headers.ContentType?.ToString(),
            response.Headers.RetryAfter?.Delta);
    }
}
