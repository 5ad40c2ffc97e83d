using System.Globalization;
using System.Net.Sockets;
using System.Text;
using LabQueue.EndToEnd.Tests.Running;

namespace LabQueue.EndToEnd.Tests.Live;

/// <summary>A page that asked for news and reads none of them: its line stands, or its computer sleeps.</summary>
internal sealed class SilentReader : IDisposable
{
    // The least that a system gives: what the server sends lies before its own door soon.
    private const int Smallest = 1;

    private readonly TcpClient _client = new() { ReceiveBufferSize = Smallest };

    /// <summary>Opens the live address of a page.</summary>
    /// <param name="setup">The server.</param>
    /// <param name="cookie">What shows who it is.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task<SilentReader> OpenAsync(ServerSetup setup, string cookie, CancellationToken cancellationToken)
    {
        var reader = new SilentReader();
        await reader._client.ConnectAsync("127.0.0.1", setup.Port, cancellationToken);
        var request = string.Create(
            CultureInfo.InvariantCulture, $"GET /{ServerSetup.Site}/live HTTP/1.1\r\nHost: 127.0.0.1:{setup.Port}\r\nCookie: {cookie}\r\n\r\n");
        await reader._client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(request), cancellationToken);
        return reader;
    }

    /// <summary>Wakes up, and reads what was sent meanwhile until it has heard of that event or of a later one.</summary>
    /// <exception cref="IOException">The server has ended the connection.</exception>
    public async Task WakeAsync(long number, CancellationToken cancellationToken)
    {
        using var lines = new StreamReader(_client.GetStream(), Encoding.ASCII, leaveOpen: true);
        (await lines.ReadLineAsync(cancellationToken)).ShouldBe("HTTP/1.1 200 OK");
        var isNews = false;
        while (await lines.ReadLineAsync(cancellationToken) is { } line)
        {
            if (isNews && line.StartsWith("data: ", StringComparison.Ordinal) && long.Parse(line.AsSpan(6), CultureInfo.InvariantCulture) >= number)
            {
                return;
            }

            isNews = line == "event: queue" || (isNews && line.Length == 0);
        }

        throw new IOException("The server has ended the connection.");
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();
}
