using System.Net.Http.Json;
using System.Net.Sockets;
using LabQueue.Host.Commands;
using LabQueue.Host.Serving;

namespace LabQueue.Host.Administration;

/// <summary>Speaks with the server that runs on a data folder.</summary>
internal sealed class SocketChannel : IAdminChannel
{
    private readonly HttpClient _http;

    private SocketChannel(HttpClient http) => _http = http;

    /// <inheritdoc/>
    public bool IsRunningServer => true;

    /// <summary>Speaks with the server that runs on the folder; null where none does.</summary>
    /// <exception cref="CommandFailedException">The folder is somebody else's.</exception>
    public static async Task<SocketChannel?> FindAsync(DataFolder data, CancellationToken cancellationToken)
    {
        if (!File.Exists(data.ControlSocket))
        {
            return null;
        }

        var endPoint = new UnixDomainSocketEndPoint(data.ControlSocket);
        var first = await ConnectAsync(endPoint, data, cancellationToken);
        if (first is null)
        {
            return null;
        }

        await first.DisposeAsync();
        var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            ConnectCallback = async (_, token) => await ConnectAsync(endPoint, data, token)
                ?? throw new IOException("The server stopped."),
        };

        // A backup of much data takes its time.
        return new SocketChannel(new HttpClient(handler)
        {
            BaseAddress = new Uri("http://control"),
            Timeout = Timeout.InfiniteTimeSpan,
        });
    }

    /// <inheritdoc/>
    public async Task<AdminAnswer> SendAsync(AdminRequest request, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await _http.PostAsJsonAsync(AdminJson.Path, request, AdminJson.Options, cancellationToken);
            response.EnsureSuccessStatusCode();
            var answer = await response.Content.ReadFromJsonAsync<AdminAnswer>(AdminJson.Options, cancellationToken);
            return answer is { Refusal: null }
                ? answer
                : throw new CommandFailedException(answer?.Refusal ?? "The server gave no answer.");
        }
        catch (HttpRequestException trouble)
        {
            throw new CommandFailedException(
                $"The server that runs on this folder stopped before it answered: {trouble.InnerException?.Message ?? trouble.Message}",
                ExitCode.NotReachable);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _http.Dispose();
        return ValueTask.CompletedTask;
    }

    private static async Task<NetworkStream?> ConnectAsync(
        UnixDomainSocketEndPoint endPoint, DataFolder data, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(endPoint, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch (SocketException refused) when (refused.SocketErrorCode == SocketError.AccessDenied)
        {
            socket.Dispose();
            throw new CommandFailedException($"{data.Path} is another user's; only that user and root may give orders there.");
        }
        catch (SocketException)
        {
            // A server that was killed leaves its socket behind, and nobody listens at it.
            socket.Dispose();
            return null;
        }
    }
}
