using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace LabQueue.TestKit.Network;

/// <summary>A line between clients and a server, for connections over TCP, that can be broken in several ways and mended.</summary>
public sealed class TcpProxy : IAsyncDisposable
{
    private readonly TcpListener _listener;
    private readonly IPEndPoint _server;
    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentDictionary<ProxiedConnection, Task> _connections = new();
    private readonly Task _accepting;
    private volatile LineFault _fault;
    private int _harmed;

    private TcpProxy(TcpListener listener, IPEndPoint server)
    {
        (_listener, _server) = (listener, server);
        _accepting = AcceptAsync();
    }

    /// <summary>Where clients find the server now.</summary>
    public IPEndPoint Address => (IPEndPoint)_listener.LocalEndpoint;

    /// <summary>What is wrong with the line.</summary>
    public LineFault Fault => _fault;

    /// <summary>How many connections were broken off, silenced, or lost an answer.</summary>
    public int Harmed => _harmed;

    /// <summary>Begins to listen, at a port of its own.</summary>
    /// <param name="at">The address to listen at.</param>
    /// <param name="server">Where the server is; it need not be there yet.</param>
    public static TcpProxy Start(IPAddress at, IPEndPoint server)
    {
        var listener = new TcpListener(at, port: 0);
        listener.Start();
        return new TcpProxy(listener, server);
    }

    /// <summary>Breaks the line.</summary>
    public void Break(LineFault fault)
    {
        _fault = fault;
        if (fault == LineFault.Reset)
        {
            foreach (var connection in _connections.Keys)
            {
                connection.Reset();
            }
        }
    }

    /// <summary>Mends the line. What became half-open stays so.</summary>
    public void Mend() => _fault = LineFault.None;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Dispose();
        await _accepting;
        await Task.WhenAll(_connections.Values);
        _end.Dispose();
    }

    /// <summary>A connection was harmed.</summary>
    internal void NoteHarm() => Interlocked.Increment(ref _harmed);

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptSocketAsync(_end.Token);
                var connection = new ProxiedConnection(this, client);
                _connections[connection] = ServeAsync(connection);
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(ProxiedConnection connection)
    {
        // Not before it is among the connections: what is broken off from now on includes it.
        await Task.Yield();
        using (connection)
        {
            await connection.RunAsync(_server, _end.Token);
        }

        _connections.TryRemove(connection, out _);
    }
}
