using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace LabQueue.Server.Reference;

/// <summary>Makes the page that people read from the description that programs read.</summary>
internal sealed class ReferencePage
{
    private const string Shared = "/{site}/@@API/senaite/v1/";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private readonly StringBuilder _page = new();
    private readonly JsonElement _document;
    private readonly SchemaTable _schemas;

    private ReferencePage(JsonElement document)
    {
        _document = document;
        _schemas = new SchemaTable(document, _page);
    }

    /// <summary>Makes the page.</summary>
    /// <param name="document">An OpenAPI document.</param>
    /// <param name="style">The style sheet's text.</param>
    public static string Render(JsonElement document, string style)
    {
        var page = new ReferencePage(document);
        page.WriteHead(style);
        page.WriteNavigation();
        page._page.Append("<main id=\"content\">");
        foreach (var tag in document.GetProperty("tags").EnumerateArray())
        {
            page.WriteTag(tag);
        }

        page.WriteSchemas();
        page._page.Append("</main><footer class=\"quiet\"><p>For programs: <a href=\"/openapi.json\">openapi.json</a>, ")
            .Append("OpenAPI ").Append(Encode(document.GetProperty("openapi").GetString())).Append("</p></footer></body></html>\n");
        return page._page.ToString();
    }

    /// <summary>A text as HTML.</summary>
    public static string Encode(string? text) => HtmlEncoder.Default.Encode(text ?? string.Empty);

    private static string AnchorOf(string address) => "a-" + string.Concat(
        address.Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '-'));

    // The part that all addresses of the API share is said once, at the top.
    private static string Shorten(string address) =>
        address == Shared ? "/" : address.Replace(Shared, string.Empty, StringComparison.Ordinal);

    private void WriteHead(string style)
    {
        var info = _document.GetProperty("info");
        var title = Encode(info.GetProperty("title").GetString());
        _page.Append("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">")
            .Append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")
            .Append("<title>").Append(title).Append(": HTTP API</title><style>").Append(style).Append("</style></head><body>")
            .Append("<a class=\"skip\" href=\"#content\">To the content</a><header><h1>").Append(title)
            .Append(": HTTP API</h1>");
        foreach (var paragraph in info.GetProperty("description").GetString()!.Split("\n\n"))
        {
            _page.Append("<p>").Append(Encode(paragraph)).Append("</p>");
        }

        _page.Append("<p>Addresses of the API stand below <code>/{site}/@@API/senaite/v1/</code>.</p></header>");
    }

    private void WriteNavigation()
    {
        _page.Append("<nav aria-label=\"Addresses\"><ul>");
        foreach (var path in _document.GetProperty("paths").EnumerateObject())
        {
            _page.Append("<li><a href=\"#").Append(AnchorOf(path.Name)).Append("\"><code>")
                .Append(Encode(Shorten(path.Name))).Append("</code></a></li>");
        }

        _page.Append("</ul></nav>");
    }

    private void WriteTag(JsonElement tag)
    {
        var name = tag.GetProperty("name").GetString()!;
        _page.Append("<section><h2>").Append(Encode(name)).Append("</h2><p class=\"quiet\">")
            .Append(Encode(tag.GetProperty("description").GetString())).Append("</p>");
        foreach (var path in _document.GetProperty("paths").EnumerateObject())
        {
            var first = path.Value.EnumerateObject().First().Value;
            if (first.GetProperty("tags")[0].GetString() == name)
            {
                WriteAddress(path, path.Value.EnumerateObject().Last().Value);
            }
        }

        _page.Append("</section>");
    }

    // The methods of one address do the same; the last one, POST where there are two, says most.
    private void WriteAddress(JsonProperty path, JsonElement operation)
    {
        _page.Append("<article aria-labelledby=\"").Append(AnchorOf(path.Name)).Append("\"><h3 id=\"")
            .Append(AnchorOf(path.Name)).Append("\">");
        foreach (var method in path.Value.EnumerateObject())
        {
            _page.Append("<span class=\"method ").Append(method.Name).Append("\">").Append(method.Name.ToUpperInvariant())
                .Append("</span> ");
        }

        _page.Append("<code>").Append(Encode(Shorten(path.Name))).Append("</code> ")
            .Append(Encode(operation.GetProperty("summary").GetString())).Append("</h3><p>")
            .Append(Encode(operation.GetProperty("description").GetString())).Append("</p>");
        WriteParameters(path.Value.EnumerateObject().First().Value);
        if (operation.TryGetProperty("requestBody", out var body))
        {
            var content = body.GetProperty("content").GetProperty("application/json");
            _schemas.Write("Payload", content.GetProperty("schema"));
            WriteExample("Payload, for example", content);
        }

        WriteAnswers(operation.GetProperty("responses"));
        _page.Append("</article>");
    }

    private void WriteParameters(JsonElement operation)
    {
        if (!operation.TryGetProperty("parameters", out var parameters))
        {
            return;
        }

        var own = parameters.EnumerateArray().Where(parameter => parameter.TryGetProperty("in", out _)).ToArray();
        if (own.Length == 0)
        {
            return;
        }

        _page.Append("<div class=\"scroll\"><table><caption>Parameters</caption><thead><tr><th scope=\"col\">Name</th>")
            .Append("<th scope=\"col\">Where</th><th scope=\"col\">Meaning</th></tr></thead><tbody>");
        foreach (var parameter in own)
        {
            _page.Append("<tr><th scope=\"row\"><code>").Append(Encode(parameter.GetProperty("name").GetString()))
                .Append("</code></th><td>").Append(Encode(parameter.GetProperty("in").GetString())).Append("</td><td>")
                .Append(Encode(parameter.GetProperty("description").GetString())).Append("</td></tr>");
        }

        _page.Append("</tbody></table></div>");
    }

    private void WriteAnswers(JsonElement responses)
    {
        _page.Append("<div class=\"scroll\"><table><caption>Answers</caption><thead><tr><th scope=\"col\">Status</th>")
            .Append("<th scope=\"col\">When</th><th scope=\"col\">Content</th></tr></thead><tbody>");
        foreach (var response in responses.EnumerateObject())
        {
            var answer = _schemas.Resolve(response.Value);
            _page.Append("<tr><th scope=\"row\">").Append(response.Name).Append("</th><td>")
                .Append(Encode(answer.GetProperty("description").GetString())).Append("</td><td>");
            var content = answer.GetProperty("content").EnumerateObject().First();
            _schemas.WriteName(content.Value.GetProperty("schema"));
            _page.Append("</td></tr>");
        }

        _page.Append("</tbody></table></div>");
        WriteExample("Answer, for example", responses.GetProperty("200").GetProperty("content").EnumerateObject().First().Value);
    }

    private void WriteExample(string title, JsonElement content)
    {
        if (!content.TryGetProperty("example", out var example))
        {
            return;
        }

        var text = example.ValueKind == JsonValueKind.String
            ? example.GetString()
            : JsonSerializer.Serialize(example, Indented);
        _page.Append("<details><summary>").Append(title).Append("</summary><pre tabindex=\"0\"><code>")
            .Append(Encode(text)).Append("</code></pre></details>");
    }

    private void WriteSchemas()
    {
        _page.Append("<section><h2>Shapes</h2>");
        foreach (var schema in _document.GetProperty("components").GetProperty("schemas").EnumerateObject())
        {
            _page.Append("<article><h3 id=\"s-").Append(schema.Name).Append("\">").Append(schema.Name).Append("</h3>");
            _schemas.Write("Fields", schema.Value, isWhole: true);
            _page.Append("</article>");
        }

        _page.Append("</section>");
    }
}
