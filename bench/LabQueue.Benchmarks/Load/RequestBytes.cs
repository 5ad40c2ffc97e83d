using System.Globalization;
using System.Text;

namespace LabQueue.Benchmarks.Load;

/// <summary>A request that was built before the run; its token and parts of its body are overwritten where they lie.</summary>
internal sealed class RequestBytes
{
    private readonly byte[] _bytes;
    private readonly TokenRing _tokens;
    private readonly int _tokenStart;
    private readonly int _bodyStart;

    /// <summary>Builds a POST with a JSON body.</summary>
    /// <param name="target">Who is asked.</param>
    /// <param name="route">Last part of the address, such as <c>add</c>.</param>
    /// <param name="body">The body; its length stays.</param>
    public RequestBytes(Target target, string route, ReadOnlySpan<byte> body)
    {
        _tokens = target.Tokens;
        var start = string.Create(
            CultureInfo.InvariantCulture,
            $"POST {Target.Path}{route} HTTP/1.1\r\nHost: 127.0.0.1:{target.Port}\r\n{FernetToken.Header}: ");
        var rest = string.Create(
            CultureInfo.InvariantCulture,
            $"\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n");
        _tokenStart = start.Length;
        _bodyStart = start.Length + _tokens.Length + rest.Length;
        _bytes = [.. Encoding.ASCII.GetBytes(start), .. new byte[_tokens.Length], .. Encoding.ASCII.GetBytes(rest), .. body];
    }

    /// <summary>The body, to write to.</summary>
    public Span<byte> Body => _bytes.AsSpan(_bodyStart);

    /// <summary>The whole request, with the next token in it.</summary>
    public ReadOnlySpan<byte> Next()
    {
        _tokens.Stamp(_bytes.AsSpan(_tokenStart, _tokens.Length));
        return _bytes;
    }
}
