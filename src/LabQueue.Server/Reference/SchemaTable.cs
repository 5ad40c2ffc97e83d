using System.Text;
using System.Text.Json;

namespace LabQueue.Server.Reference;

/// <summary>Writes the shapes of payloads and answers for people.</summary>
internal sealed class SchemaTable(JsonElement document, StringBuilder page)
{
    /// <summary>Follows a reference within the document, if it is one.</summary>
    public JsonElement Resolve(JsonElement element)
    {
        if (!element.TryGetProperty("$ref", out var reference))
        {
            return element;
        }

        var found = document;
        foreach (var step in reference.GetString()!.Split('/')[1..])
        {
            found = found.GetProperty(step);
        }

        return found;
    }

    /// <summary>Writes what a value is, with a link where it is a shape of its own.</summary>
    public void WriteName(JsonElement schema)
    {
        if (schema.TryGetProperty("$ref", out var reference))
        {
            var name = reference.GetString()!.Split('/')[^1];
            page.Append("<a href=\"#s-").Append(name).Append("\">").Append(name).Append("</a>");
            return;
        }

        foreach (var kind in (string[])["oneOf", "anyOf", "allOf"])
        {
            if (schema.TryGetProperty(kind, out var choices))
            {
                WriteChoices(choices, kind == "allOf" ? " and " : " or ");
                return;
            }
        }

        page.Append(ReferencePage.Encode(TypeOf(schema)));
        if (schema.TryGetProperty("items", out var items))
        {
            page.Append(" of ");
            WriteName(items);
        }
    }

    /// <summary>Writes the description and the fields of a shape; of a named one, unless it is the whole, only the name.</summary>
    public void Write(string title, JsonElement schema, bool isWhole = false)
    {
        if (!isWhole && !schema.TryGetProperty("properties", out _))
        {
            page.Append("<p>").Append(title).Append(": ");
            WriteName(schema);
            page.Append("</p>");
            return;
        }

        if (schema.TryGetProperty("description", out var description))
        {
            page.Append("<p>").Append(ReferencePage.Encode(description.GetString())).Append("</p>");
        }

        if (schema.TryGetProperty("properties", out var properties))
        {
            WriteFields(title, schema, properties);
        }
        else
        {
            page.Append("<p class=\"quiet\">");
            WriteName(schema);
            page.Append("</p>");
        }
    }

    private static string TypeOf(JsonElement schema)
    {
        if (!schema.TryGetProperty("type", out var type))
        {
            return "any";
        }

        return type.ValueKind == JsonValueKind.Array
            ? string.Join(" or ", type.EnumerateArray().Select(one => one.GetString()))
            : type.GetString()!;
    }

    private static IEnumerable<string> LimitsOf(JsonElement schema)
    {
        var (least, most) = (Raw(schema, "minimum"), Raw(schema, "maximum"));
        if ((least ?? most) is not null)
        {
            yield return most is null ? $"at least {least}" : least is null ? $"at most {most}" : $"{least} to {most}";
        }

        foreach (var (name, what) in ((string, string)[])[("maxLength", "characters"), ("maxItems", "elements")])
        {
            if (Raw(schema, name) is { } limit)
            {
                yield return $"at most {limit} {what}";
            }
        }

        if (Raw(schema, "default") is { } value)
        {
            yield return $"default {value}";
        }

        if (schema.TryGetProperty("enum", out var values))
        {
            yield return $"one of {string.Join(", ", values.EnumerateArray().Select(one => one.GetString()))}";
        }
    }

    private static string? Raw(JsonElement schema, string name) =>
        schema.TryGetProperty(name, out var value) ? value.GetRawText() : null;

    private void WriteChoices(JsonElement choices, string between)
    {
        var isFirst = true;
        foreach (var choice in choices.EnumerateArray())
        {
            page.Append(isFirst ? string.Empty : between);
            isFirst = false;
            WriteName(choice);
        }
    }

    private void WriteFields(string title, JsonElement schema, JsonElement properties)
    {
        var required = schema.TryGetProperty("required", out var names)
            ? names.EnumerateArray().Select(name => name.GetString()).ToHashSet(StringComparer.Ordinal)
            : [];
        page.Append("<div class=\"scroll\"><table><caption>").Append(title)
            .Append("</caption><thead><tr><th scope=\"col\">Name</th><th scope=\"col\">Type</th>")
            .Append("<th scope=\"col\">Meaning</th></tr></thead><tbody>");
        foreach (var property in properties.EnumerateObject())
        {
            var resolved = Resolve(property.Value);
            page.Append("<tr><th scope=\"row\"><code>").Append(ReferencePage.Encode(property.Name)).Append("</code></th><td>");
            WriteName(property.Value);
            page.Append(required.Contains(property.Name) ? ", always there" : string.Empty);
            foreach (var limit in LimitsOf(property.Value))
            {
                page.Append("; ").Append(ReferencePage.Encode(limit));
            }

            page.Append("</td><td>");
            page.Append(ReferencePage.Encode(
                resolved.TryGetProperty("description", out var meaning) ? meaning.GetString() : string.Empty));
            page.Append("</td></tr>");
        }

        page.Append("</tbody></table></div>");
    }
}
