using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace LabQueue.EndToEnd.Tests.Fuzz;

/// <summary>A connection over which any bytes can be sent, and answers read. Opens itself again once it is closed.</summary>
/// <param name="port">The server's port.</param>
internal sealed class RawConnection(int port) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private TcpClient? _client;
    private BufferedStream? _stream;

    /// <summary>Sends a request and reads the answer.</summary>
    /// <param name="request">All of its bytes.</param>
    /// <param name="isHead">Whether the answer has no body, whatever its headers say.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="TimeoutException">There was no answer in time.</exception>
    public async Task<RawAnswer> SendAsync(byte[] request, bool isHead, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            if (_stream is null)
            {
                _client = new TcpClient { NoDelay = true };
                await _client.ConnectAsync("127.0.0.1", port, patience.Token);
                _stream = new BufferedStream(_client.GetStream(), 16 * 1024);
            }

            // A server that refuses a request early answers while the rest is still being sent.
            var sending = SendAsync(_client!.GetStream(), request, patience.Token);
            var answer = await ReadAsync(isHead, patience.Token);
            if (!sending.IsCompleted)
            {
                Dispose();
            }

            await sending;
            return answer;
        }
        catch (OperationCanceledException late) when (!cancellationToken.IsCancellationRequested)
        {
            Dispose();
            throw new TimeoutException("The server has not answered in time.", late);
        }
        catch (IOException)
        {
            Dispose();
            return RawAnswer.Closed;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stream?.Dispose();
        _client?.Dispose();
        _stream = null;
        _client = null;
    }

    private static async Task SendAsync(NetworkStream stream, byte[] request, CancellationToken cancellationToken)
    {
        try
        {
            await stream.WriteAsync(request, cancellationToken);
        }
        catch (Exception gone) when (gone is IOException or ObjectDisposedException)
        {
            // The server has heard enough; its answer, if there is one, is what counts.
        }
    }

    private async Task<RawAnswer> ReadAsync(bool isHead, CancellationToken cancellationToken)
    {
        var headers = await ReadHeadersAsync(cancellationToken);
        while (headers.Status is >= 100 and < 200)
        {
            headers = await ReadHeadersAsync(cancellationToken);
        }

        if (headers.Status == 0)
        {
            Dispose();
            return RawAnswer.Closed;
        }

        var isStream = headers.ContentType.StartsWith("text/event-stream", StringComparison.Ordinal);
        byte[] body = isHead || isStream || headers.Status is 204 or 304 ? []
            : headers.IsChunked ? await ReadChunksAsync(cancellationToken)
            : await ReadExactlyAsync(headers.Length, cancellationToken);

        // A stream of events has no end; that it has begun is enough. To HEAD nothing follows, so it has one.
        if (headers.IsLast || (isStream && !isHead))
        {
            Dispose();
        }

        return new RawAnswer(headers.Status, headers.ContentType, body);
    }

    private async Task<(int Status, string ContentType, int Length, bool IsChunked, bool IsLast)> ReadHeadersAsync(
        CancellationToken cancellationToken)
    {
        var first = await ReadLineAsync(cancellationToken);
        if (first.Length == 0)
        {
            return default;
        }

        var status = int.Parse(first.Split(' ')[1], CultureInfo.InvariantCulture);
        var (type, length, isChunked, isLast) = (string.Empty, 0, false, false);
        for (var line = await ReadLineAsync(cancellationToken); line.Length > 0; line = await ReadLineAsync(cancellationToken))
        {
            var value = line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
            switch (line[..line.IndexOf(':', StringComparison.Ordinal)].ToLowerInvariant())
            {
                case "content-type":
                    type = value;
                    break;
                case "content-length":
                    length = int.Parse(value, CultureInfo.InvariantCulture);
                    break;
                case "transfer-encoding":
                    isChunked = true;
                    break;
                case "connection":
                    isLast = value.Equals("close", StringComparison.OrdinalIgnoreCase);
                    break;
                default:
                    break;
            }
        }

        return (status, type, length, isChunked, isLast);
    }

    private async Task<byte[]> ReadChunksAsync(CancellationToken cancellationToken)
    {
        using var body = new MemoryStream();
        while (true)
        {
            var size = int.Parse(await ReadLineAsync(cancellationToken), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            body.Write(await ReadExactlyAsync(size, cancellationToken));
            await ReadLineAsync(cancellationToken);
            if (size == 0)
            {
                return body.ToArray();
            }
        }
    }

    private async Task<byte[]> ReadExactlyAsync(int length, CancellationToken cancellationToken)
    {
        var bytes = new byte[length];
        await _stream!.ReadExactlyAsync(bytes, cancellationToken);
        return bytes;
    }

    private async Task<string> ReadLineAsync(CancellationToken cancellationToken)
    {
        var line = new StringBuilder();
        var one = new byte[1];
        while (await _stream!.ReadAsync(one, cancellationToken) == 1 && one[0] != '\n')
        {
            line.Append((char)one[0]);
        }

        return line.ToString().TrimEnd('\r');
    }
}
