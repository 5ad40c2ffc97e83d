using System.Buffers.Text;
using System.Net;
using System.Net.Sockets;

namespace LabQueue.Benchmarks.Load;

/// <summary>
/// One kept-alive HTTP/1.1 connection over a blocking socket: sends bytes that were built before, and reads of the answer
/// no more than its status and its length.
/// </summary>
/// <remarks>An ordinary client takes more processor time than the server, and both share the machine here.</remarks>
internal sealed class HttpConnection : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private byte[] _buffer = new byte[64 * 1024];
    private int _received;
    private int _bodyStart;
    private int _bodyLength;

    /// <summary>Connects to a port of this machine.</summary>
    public HttpConnection(int port) => _socket.Connect(IPAddress.Loopback, port);

    /// <summary>The body of the last answer; gone with the next call.</summary>
    public ReadOnlySpan<byte> Body => _buffer.AsSpan(_bodyStart, _bodyLength);

    /// <summary>Sends a request, and reads its answer.</summary>
    /// <returns>The answer's status.</returns>
    public int Send(ReadOnlySpan<byte> request)
    {
        while (!request.IsEmpty)
        {
            request = request[_socket.Send(request)..];
        }

        _received = 0;
        int head;
        while ((head = _buffer.AsSpan(0, _received).IndexOf("\r\n\r\n"u8)) < 0)
        {
            Receive();
        }

        _bodyStart = head + 4;
        ReadBody(_buffer.AsSpan(0, _bodyStart));
        return Utf8Parser.TryParse(_buffer.AsSpan(9, 3), out int status, out _)
            ? status
            : throw new InvalidDataException("An answer has no status.");
    }

    /// <summary>Sends a request that must be answered with 200.</summary>
    /// <exception cref="InvalidDataException">It was not.</exception>
    public ReadOnlySpan<byte> Ask(ReadOnlySpan<byte> request)
    {
        var status = Send(request);
        return status == 200
            ? Body
            : throw new InvalidDataException($"Answered with {status}: {System.Text.Encoding.UTF8.GetString(Body)}");
    }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();

    private void ReadBody(ReadOnlySpan<byte> head)
    {
        if (HeaderValue(head, "\r\nContent-Length: "u8) is { IsEmpty: false } length)
        {
            _ = Utf8Parser.TryParse(length, out _bodyLength, out _);
            while (_received < _bodyStart + _bodyLength)
            {
                Receive();
            }
        }
        else
        {
            ReadChunks();
        }
    }

    // Chunks are pushed together where they lie, so that the body is one piece afterwards.
    private void ReadChunks()
    {
        var (next, end) = (_bodyStart, _bodyStart);
        while (true)
        {
            int line;
            while ((line = _buffer.AsSpan(next, _received - next).IndexOf("\r\n"u8)) < 0)
            {
                Receive();
            }

            _ = Utf8Parser.TryParse(_buffer.AsSpan(next, line), out int size, out _, 'x');
            var chunk = next + line + 2;
            while (_received < chunk + size + 2)
            {
                Receive();
            }

            _buffer.AsSpan(chunk, size).CopyTo(_buffer.AsSpan(end));
            (next, end) = (chunk + size + 2, end + size);
            if (size == 0)
            {
                _bodyLength = end - _bodyStart;
                return;
            }
        }
    }

    private void Receive()
    {
        if (_received == _buffer.Length)
        {
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }

        var count = _socket.Receive(_buffer.AsSpan(_received));
        _received += count > 0 ? count : throw new IOException("The server closed the connection.");
    }

    private static ReadOnlySpan<byte> HeaderValue(ReadOnlySpan<byte> head, ReadOnlySpan<byte> name)
    {
        var at = head.IndexOf(name);
        return at < 0 ? [] : head[(at + name.Length)..];
    }
}
