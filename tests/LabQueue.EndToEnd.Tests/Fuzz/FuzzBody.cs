using System.Globalization;
using System.Text;

namespace LabQueue.EndToEnd.Tests.Fuzz;

/// <summary>Sends a payload in one of the ways in which it can be sent, or in one in which it cannot.</summary>
internal static class FuzzBody
{
    private const int TooLarge = 10 * 1024 * 1024;
    private const string Boundary = "----fuzz";

    private static readonly string[] JsonTypes =
    [
        "application/json", "application/json", "application/json", "application/json; charset=utf-8", "application/json; charset=latin-1",
        "APPLICATION/JSON", "text/plain", "text/html", "application/xml", "application/octet-stream", "x", "json", ";", "a/b;c", "*/*",
    ];

    private static readonly string[] FormTypes =
    [
        "application/x-www-form-urlencoded", "application/x-www-form-urlencoded; charset=utf-8",
        "application/x-www-form-urlencoded; charset=utf-7", "application/x-www-form-urlencoded; charset=nonsense",
        "APPLICATION/X-WWW-FORM-URLENCODED", "application/x-www-form-urlencodedx",
    ];

    private static readonly string[] MultipartTypes =
    [
        $"multipart/form-data; boundary={Boundary}", $"multipart/form-data; boundary=\"{Boundary}\"", "multipart/form-data",
        "multipart/form-data; boundary=", "multipart/form-data; boundary=other", $"multipart/mixed; boundary={Boundary}",
        $"multipart/form-data; boundary={new string('b', 200)}",
    ];

    /// <summary>Draws the body and its content type; null: none is said.</summary>
    public static (string? ContentType, byte[] Body) Draw(FuzzPayload payload, Random random)
    {
        var (type, body) = random.Next(100) switch
        {
            < 75 => (JsonTypes[random.Next(JsonTypes.Length)], payload.ToJson()),
            < 84 => (FormTypes[random.Next(FormTypes.Length)], Encoding.Latin1.GetBytes(Query(payload, random))),
            < 92 => (MultipartTypes[random.Next(MultipartTypes.Length)], Multipart(payload, random)),
            < 96 => (null, Encoding.Latin1.GetBytes(Query(payload, random))),
            _ => ((string?)null, Array.Empty<byte>()),
        };
        return (type, random.Next(12) == 0 ? Damage(body, random) : body);
    }

    /// <summary>The payload as a query string.</summary>
    public static string Query(FuzzPayload payload, Random random) =>
        string.Join('&', payload.Fields.SelectMany(field => Pairs(field.Name, field.Value, random)));

    private static IEnumerable<string> Pairs(string name, string value, Random random)
    {
        var text = value.Length > 2_000 ? value[..2_000] : value;
        var plain = text.StartsWith('"') && text.EndsWith('"') && text.Length > 1 ? text[1..^1] : text;
        var key = random.Next(10) == 0 ? name + FuzzValues.Of(random, ":list", ":int", ":float", ":boolean", ":list:int", ":x", ":") : name;
        for (var times = random.Next(8) == 0 ? 2 : 1; times > 0; times--)
        {
            yield return random.Next(12) switch
            {
                0 => Uri.EscapeDataString(key),
                1 => $"{Uri.EscapeDataString(key)}=%zz%",
                2 => $"{Uri.EscapeDataString(key)}=%00%ff%fe",
                _ => $"{Uri.EscapeDataString(key)}={Uri.EscapeDataString(plain)}",
            };
        }
    }

    private static byte[] Multipart(FuzzPayload payload, Random random)
    {
        var body = new StringBuilder();
        foreach (var (name, value) in payload.Fields)
        {
            body.Append(CultureInfo.InvariantCulture, $"--{Boundary}\r\nContent-Disposition: form-data; name=\"{name}\"");
            body.Append(random.Next(10) == 0 ? "; filename=\"a.txt\"\r\nContent-Type: text/plain" : string.Empty);
            body.Append(CultureInfo.InvariantCulture, $"\r\n\r\n{value.Trim('"')}\r\n");
        }

        body.Append(random.Next(6) == 0 ? string.Empty : $"--{Boundary}--\r\n");
        return Encoding.UTF8.GetBytes(body.ToString());
    }

    private static byte[] Damage(byte[] body, Random random)
    {
        var damaged = body.ToList();
        switch (random.Next(40))
        {
            case 0:
                return [.. body, .. Enumerable.Repeat((byte)' ', TooLarge)];
            case < 10 when damaged.Count > 0:
                return [.. damaged.Take(random.Next(damaged.Count))];
            case < 18:
                damaged.InsertRange(random.Next(damaged.Count + 1), FuzzValues.Of<byte[]>(
                    random, [0], [0xff, 0xfe], [0xc3], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80], [0xc0, 0x80], [0x1b], [0xef, 0xbb, 0xbf]));
                return [.. damaged];
            default:
                for (var times = random.Next(1, 6); times > 0 && damaged.Count > 0; times--)
                {
                    damaged[random.Next(damaged.Count)] = (byte)random.Next(256);
                }

                return [.. damaged];
        }
    }
}
