using System.Globalization;
using System.Text;

namespace LabQueue.EndToEnd.Tests.Fuzz;

/// <summary>A drawn request.</summary>
/// <param name="Method">Its method.</param>
/// <param name="Target">Its address, as it is sent.</param>
/// <param name="Headers">Its headers.</param>
/// <param name="Body">Its body.</param>
internal sealed record FuzzRequest(string Method, string Target, IReadOnlyList<(string Name, string Value)> Headers, byte[] Body)
{
    private const int Shown = 1_500;

    /// <summary>Whether the address is one of the API for sure, so that the answer must have the API's shape.</summary>
    public bool IsOfApi { get; init; } = true;

    /// <summary>Whether it is no proper HTTP, so that the HTTP server may refuse it before the API sees it.</summary>
    public bool IsBroken { get; init; }

    /// <summary>Its bytes.</summary>
    public byte[] Bytes()
    {
        var head = new StringBuilder();
        head.Append(CultureInfo.InvariantCulture, $"{Method} {Target} HTTP/1.1\r\n");
        foreach (var (name, value) in Headers)
        {
            head.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        }

        return [.. Encoding.Latin1.GetBytes(head.Append("\r\n").ToString()), .. Body];
    }

    /// <summary>The request as text, with what cannot be printed escaped.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var part in Bytes().Take(Shown))
        {
            text.Append(part is (byte)'\n' or (>= 0x20 and < 0x7f) ? $"{(char)part}" : part == '\r' ? string.Empty : $"\\x{part:x2}");
        }

        return string.Create(CultureInfo.InvariantCulture, $"{text}\n({Bytes().Length} bytes)");
    }
}
