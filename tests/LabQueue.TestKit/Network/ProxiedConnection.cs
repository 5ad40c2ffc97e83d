using System.Net;
using System.Net.Sockets;

namespace LabQueue.TestKit.Network;

/// <summary>One connection of a client through a <see cref="TcpProxy"/>.</summary>
/// <param name="proxy">The line.</param>
/// <param name="client">The client's end.</param>
internal sealed class ProxiedConnection(TcpProxy proxy, Socket client) : IDisposable
{
    private const int BufferBytes = 64 * 1024;

    private readonly Socket _server = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly TaskCompletionSource _reset = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _isHalfOpen;

    /// <summary>Carries bytes both ways until one side ends, or the line breaks it off.</summary>
    public async Task RunAsync(IPEndPoint server, CancellationToken end)
    {
        client.NoDelay = true;
        using var over = CancellationTokenSource.CreateLinkedTokenSource(end);
        var carrying = UntilEitherEndsAsync(server, over);
        if (await Task.WhenAny(carrying, _reset.Task) != carrying)
        {
            // The sides are told that the connection broke, not that it ended well.
            client.LingerState = _server.LingerState = new LingerOption(enable: true, seconds: 0);
            await over.CancelAsync();
        }

        await carrying;
    }

    /// <summary>Breaks it off, unless it is dead already.</summary>
    public void Reset()
    {
        if (!_isHalfOpen && _reset.TrySetResult())
        {
            proxy.NoteHarm();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        client.Dispose();
        _server.Dispose();
    }

    private async Task UntilEitherEndsAsync(IPEndPoint server, CancellationTokenSource over)
    {
        if (!await EndsWellAsync(ConnectAsync(server, over.Token)))
        {
            return;
        }

        Task[] ways =
        [
            EndsWellAsync(UnlessHalfOpenAsync(CarryRequestsAsync(over.Token), over.Token)),
            EndsWellAsync(UnlessHalfOpenAsync(CarryAnswersAsync(over.Token), over.Token)),
        ];
        await Task.WhenAny(ways);
        await over.CancelAsync();
        await Task.WhenAll(ways);
    }

    private async Task ConnectAsync(IPEndPoint server, CancellationToken end)
    {
        if (proxy.Fault == LineFault.Reset)
        {
            Reset();
            await NothingAsync(end);
        }

        if (proxy.Fault == LineFault.Silence)
        {
            await StayHalfOpenAsync(end);
        }

        await _server.ConnectAsync(server, end);
    }

    private async Task CarryRequestsAsync(CancellationToken end)
    {
        var buffer = new byte[BufferBytes];
        int read;
        do
        {
            read = await client.ReceiveAsync(buffer, SocketFlags.None, end);
            if (_isHalfOpen || proxy.Fault == LineFault.Silence)
            {
                await StayHalfOpenAsync(end);
            }

            await SendAsync(_server, buffer.AsMemory(0, read), end);
        }
        while (read > 0);
    }

    private async Task CarryAnswersAsync(CancellationToken end)
    {
        var buffer = new byte[BufferBytes];
        int read;
        do
        {
            read = await _server.ReceiveAsync(buffer, SocketFlags.None, end);
            if (_isHalfOpen || proxy.Fault is LineFault.Silence or LineFault.LostAnswers)
            {
                await StayHalfOpenAsync(end);
            }

            if (proxy.Fault == LineFault.CutAnswers)
            {
                proxy.NoteHarm();
                await SendAsync(client, buffer.AsMemory(0, read / 2), end);
                return;
            }

            await SendAsync(client, buffer.AsMemory(0, read), end);
        }
        while (read > 0);
    }

    // One side that breaks off is not heard of at the other, where nothing comes through.
    private async Task UnlessHalfOpenAsync(Task carrying, CancellationToken end)
    {
        try
        {
            await carrying;
        }
        catch (SocketException) when (_isHalfOpen)
        {
            await NothingAsync(end);
        }
    }

    private async Task StayHalfOpenAsync(CancellationToken end)
    {
        if (!_isHalfOpen)
        {
            _isHalfOpen = true;
            proxy.NoteHarm();
        }

        await NothingAsync(end);
    }

    private static Task NothingAsync(CancellationToken end) => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, end);

    private static async Task SendAsync(Socket to, ReadOnlyMemory<byte> bytes, CancellationToken end)
    {
        while (bytes.Length > 0)
        {
            bytes = bytes[await to.SendAsync(bytes, SocketFlags.None, end)..];
        }
    }

    private static async Task<bool> EndsWellAsync(Task work)
    {
        try
        {
            await work;
            return true;
        }
        catch (Exception broken) when (broken is SocketException or OperationCanceledException)
        {
            return false;
        }
    }
}
