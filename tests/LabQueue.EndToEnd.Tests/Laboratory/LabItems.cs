using System.Text.Json;

namespace LabQueue.EndToEnd.Tests.Laboratory;

/// <summary>Reads objects of the laboratory's JSON API.</summary>
internal static class LabItems
{
    /// <summary>An object's uid.</summary>
    public static string Uid(this JsonElement item) => item.Text("uid");

    /// <summary>A field that is a text.</summary>
    public static string Text(this JsonElement item, string field) => item.GetProperty(field).GetString()!;

    /// <summary>The only object of that title.</summary>
    public static JsonElement Titled(this IEnumerable<JsonElement> items, string title) => items.Single(item => item.Text("title") == title);

    /// <summary>Objects refused, with the sentences that say why.</summary>
    public static IReadOnlyDictionary<string, string> Refused(this Running.ApiAnswer click) =>
        click["refused"].EnumerateArray().ToDictionary(item => item.Uid(), item => item.Text("message"), StringComparer.Ordinal);
}
