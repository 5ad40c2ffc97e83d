using System.Net;
using System.Net.Sockets;
using LabQueue.TestKit.Network;

namespace LabQueue.Client.Tests;

/// <summary>The line that the tests break: what each fault does to a connection.</summary>
public sealed class TcpProxyTests : IAsyncDisposable
{
    private static readonly byte[] Request = "request"u8.ToArray();
    private static readonly byte[] Answer = "answer"u8.ToArray();

    private readonly TcpListener _listener = new(IPAddress.Loopback, port: 0);
    private readonly TcpProxy _proxy;

    public TcpProxyTests()
    {
        _listener.Start();
        _proxy = TcpProxy.Start(IPAddress.Loopback, (IPEndPoint)_listener.LocalEndpoint);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _proxy.DisposeAsync();
        _listener.Dispose();
    }

    [Fact]
    public async Task A_line_carries_both_ways_and_passes_the_end_on()
    {
        var (client, server) = await ConnectAsync();

        await AskAsync(client, server);
        await server.SendAsync(Answer, Token);
        (await ReceiveAsync(client)).ShouldBe(Answer);
        client.Dispose();

        (await ReceiveAsync(server)).ShouldBeEmpty();
        _proxy.Harmed.ShouldBe(0);
    }

    [Fact]
    public async Task A_reset_breaks_off_what_is_open_and_what_is_made_until_it_is_mended()
    {
        var (client, server) = await ConnectAsync();

        _proxy.Break(LineFault.Reset);

        await ExpectResetAsync(() => ReceiveAsync(client));
        await ExpectResetAsync(() => ReceiveAsync(server));
        await ExpectResetAsync(async () => await ReceiveAsync(await DialAsync()));
        _proxy.Mend();
        (client, server) = await ConnectAsync();
        await AskAsync(client, server);
        _proxy.Harmed.ShouldBe(2);
    }

    [Fact]
    public async Task In_silence_a_spoken_to_connection_becomes_half_open_and_an_idle_one_lives_on()
    {
        var (spoken, spokenServer) = await ConnectAsync();
        var (idle, idleServer) = await ConnectAsync();
        _proxy.Break(LineFault.Silence);
        await spoken.SendAsync(Request, Token);
        await HarmedAsync(1);

        spokenServer.Close(timeout: 0);
        _proxy.Mend();

        await AskAsync(idle, idleServer);
        _proxy.Break(LineFault.Reset);
        await ExpectResetAsync(() => ReceiveAsync(idle));
        IsQuiet(spoken).ShouldBeTrue("neither an answer nor an end");
    }

    [Fact]
    public async Task With_lost_answers_the_request_arrives_and_nothing_comes_back()
    {
        var (client, server) = await ConnectAsync();
        _proxy.Break(LineFault.LostAnswers);

        await AskAsync(client, server);
        await server.SendAsync(Answer, Token);
        await HarmedAsync(1);
        _proxy.Mend();

        IsQuiet(client).ShouldBeTrue("neither an answer nor an end");
    }

    [Fact]
    public async Task A_cut_answer_ends_in_the_middle()
    {
        var (client, server) = await ConnectAsync();
        _proxy.Break(LineFault.CutAnswers);

        await AskAsync(client, server);
        await server.SendAsync(Answer, Token);

        (await ReceiveAsync(client)).ShouldBe(Answer[..(Answer.Length / 2)]);
        (await ReceiveAsync(client)).ShouldBeEmpty();
        _proxy.Harmed.ShouldBe(1);
    }

    [Fact]
    public async Task Without_a_server_a_connection_ends()
    {
        _listener.Stop();

        var client = await DialAsync();

        (await ReceiveAsync(client)).ShouldBeEmpty();
    }

    private async Task<Socket> DialAsync()
    {
        var client = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await client.ConnectAsync(_proxy.Address, Token);
        return client;
    }

    private async Task<(Socket Client, Socket Server)> ConnectAsync()
    {
        var client = await DialAsync();
        return (client, await _listener.AcceptSocketAsync(Token));
    }

    private async Task HarmedAsync(int count)
    {
        while (_proxy.Harmed < count)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, Token);
        }
    }

    private static async Task AskAsync(Socket client, Socket server)
    {
        await client.SendAsync(Request, Token);
        (await ReceiveAsync(server)).ShouldBe(Request);
    }

    private static async Task<byte[]> ReceiveAsync(Socket socket)
    {
        var buffer = new byte[100];
        return buffer[..await socket.ReceiveAsync(buffer, SocketFlags.None, Token)];
    }

    private static async Task ExpectResetAsync(Func<Task> useAsync) =>
        (await Should.ThrowAsync<SocketException>(useAsync)).SocketErrorCode.ShouldBe(SocketError.ConnectionReset);

    // An end would make it readable, without bytes.
    private static bool IsQuiet(Socket socket) => !socket.Poll(TimeSpan.Zero, SelectMode.SelectRead);
}
