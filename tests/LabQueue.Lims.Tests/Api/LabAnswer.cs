using System.Text.Json.Nodes;

namespace LabQueue.Lims.Tests.Api;

/// <summary>What the laboratory answered.</summary>
/// <param name="Status">The status.</param>
/// <param name="Json">The body.</param>
/// <param name="Cookies">Cookies that it sets.</param>
internal sealed record LabAnswer(int Status, JsonObject Json, IReadOnlyList<string> Cookies)
{
    /// <summary>The field <c>message</c>.</summary>
    public string Message => Json["message"]?.ToString() ?? string.Empty;

    /// <summary>The field <c>count</c>.</summary>
    public int Count => Json["count"]!.GetValue<int>();

    /// <summary>The first of the <c>items</c>.</summary>
    public JsonNode Item => Json["items"]![0]!;

    /// <summary>Uid of the first item.</summary>
    public string Uid => Item["uid"]!.ToString();

    /// <summary>Uids that were done.</summary>
    public IReadOnlyList<string> Done => [.. Json["done"]!.AsArray().Select(uid => uid!.ToString())];

    /// <summary>What was refused.</summary>
    public JsonArray Refused => Json["refused"]!.AsArray();

    /// <summary>The answer, if its status is that.</summary>
    public LabAnswer ShouldBe(int status)
    {
        Status.ShouldBe(status, Message);
        return this;
    }
}
