using System.Buffers.Text;
using System.Text;

namespace LabQueue.Benchmarks.Load;

/// <summary>A request that names a task and its fence.</summary>
internal sealed class ReportRequest
{
    private const int FenceDigits = 19;

    private readonly RequestBytes _request;
    private readonly int _uidAt;
    private readonly int _fenceAt;

    /// <summary>Builds it.</summary>
    /// <param name="target">Who is asked.</param>
    /// <param name="route">Last part of the address.</param>
    /// <param name="body">The body, with <see cref="Fields"/> in it.</param>
    public ReportRequest(Target target, string route, string body)
    {
        _request = new RequestBytes(target, route, Encoding.ASCII.GetBytes(body));
        _uidAt = _request.Body.IndexOf("uuuu"u8);
        _fenceAt = _request.Body.IndexOf("9999"u8);
    }

    /// <summary>The fields that are overwritten.</summary>
    public static string Fields { get; } =
        $"\"task_uid\": \"{new string('u', AnswerFields.UidLength)}\", \"fence\": {new string('9', FenceDigits)}";

    /// <summary>The request for a task.</summary>
    public ReadOnlySpan<byte> Of(ReadOnlySpan<byte> uid, long fence)
    {
        uid.CopyTo(_request.Body[_uidAt..]);

        // Blanks may follow a number; zeros may not lead it.
        var digits = _request.Body.Slice(_fenceAt, FenceDigits);
        Utf8Formatter.TryFormat(fence, digits, out var length);
        digits[length..].Fill((byte)' ');
        return _request.Next();
    }
}
