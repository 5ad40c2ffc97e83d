using LabQueue.EndToEnd.Tests.Running;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace LabQueue.EndToEnd.Tests.Servers;

/// <summary>A proxy before servers that come and go: hands each request, in turn, to one whose <c>/readyz</c> is green.</summary>
internal sealed class Balancer : IAsyncDisposable
{
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(50);

    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false });
    private readonly CancellationTokenSource _end = new();
    private readonly WebApplication _app;
    private volatile Backend[] _servers = [];
    private Task _checking = Task.CompletedTask;
    private int _turn;

    private Balancer(WebApplication app) => _app = app;

    /// <summary>Where it listens.</summary>
    public int Port => new Uri(_app.Urls.First()).Port;

    /// <summary>Starts one that has no server yet.</summary>
    public static async Task<Balancer> StartAsync(CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = null);
        var app = builder.Build();
        var balancer = new Balancer(app);
        app.Run(balancer.ForwardAsync);
        await app.StartAsync(cancellationToken);
        balancer._checking = Task.Run(balancer.CheckAsync, cancellationToken);
        return balancer;
    }

    /// <summary>Takes a server in; it is given requests once it is ready.</summary>
    public void Add(ServerSetup server) => _servers = [.. _servers, new Backend(server.Root)];

    /// <summary>Takes a server out, and waits until it has answered what it was given.</summary>
    public async Task RemoveAsync(ServerSetup server, CancellationToken cancellationToken)
    {
        var leaving = _servers.Single(backend => backend.Root == server.Root);
        _servers = [.. _servers.Except([leaving])];
        while (leaving.IsBusy)
        {
            await Task.Delay(Between, TimeProvider.System, cancellationToken);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _checking.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _app.DisposeAsync();
        _http.Dispose();
        _end.Dispose();
    }

    private async Task CheckAsync()
    {
        while (true)
        {
            foreach (var server in _servers)
            {
                server.IsReady = await IsReadyAsync(server);
            }

            await Task.Delay(Between, TimeProvider.System, _end.Token);
        }
    }

    private async Task<bool> IsReadyAsync(Backend server)
    {
        try
        {
            using var answer = await _http.GetAsync(new Uri(server.Root, "readyz"), _end.Token);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private async Task ForwardAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        foreach (var server in InTurn())
        {
            if (await TryForwardAsync(server, context, body.ToArray()))
            {
                return;
            }
        }

        context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
    }

    private IEnumerable<Backend> InTurn()
    {
        var ready = Array.FindAll(_servers, server => server.IsReady);
        var first = Interlocked.Increment(ref _turn);
        return Enumerable.Range(0, ready.Length).Select(place => ready[(int)((uint)(first + place) % ready.Length)]);
    }

    // False: nothing was sent, so that another server may be asked.
    private async Task<bool> TryForwardAsync(Backend server, HttpContext context, byte[] body)
    {
        server.Enter();
        try
        {
            using var answer = await _http.SendAsync(Copy(context.Request, server, body), context.RequestAborted);
            if (answer.Headers.ConnectionClose is true)
            {
                // It is about to go; the next check would find that as well.
                server.IsReady = false;
            }

            context.Response.StatusCode = (int)answer.StatusCode;
            context.Response.ContentType = answer.Content.Headers.ContentType?.ToString();
            await answer.Content.CopyToAsync(context.Response.Body, context.RequestAborted);
        }
        catch (HttpRequestException none) when (none.HttpRequestError == HttpRequestError.ConnectionError)
        {
            return false;
        }
        catch (HttpRequestException broken)
        {
            context.Response.StatusCode = StatusCodes.Status502BadGateway;
            await context.Response.WriteAsync($"{server.Root}: {broken.InnerException?.Message}", context.RequestAborted);
        }
        finally
        {
            server.Leave();
        }

        return true;
    }

    private static HttpRequestMessage Copy(HttpRequest request, Backend server, byte[] body)
    {
        var copy = new HttpRequestMessage(
            new HttpMethod(request.Method), new Uri(server.Root, request.Path.ToUriComponent() + request.QueryString));
        copy.Headers.Add(FernetToken.Header, request.Headers[FernetToken.Header].ToString());
        if (body.Length > 0)
        {
            copy.Content = new ByteArrayContent(body);
            copy.Content.Headers.ContentType = new(request.ContentType!);
        }

        return copy;
    }

    private sealed class Backend(Uri root)
    {
        private int _inside;

        public Uri Root => root;

        public bool IsReady { get; set; }

        public bool IsBusy => Volatile.Read(ref _inside) > 0;

        public void Enter() => Interlocked.Increment(ref _inside);

        public void Leave() => Interlocked.Decrement(ref _inside);
    }
}
