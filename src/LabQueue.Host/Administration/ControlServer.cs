using System.Text;
using System.Text.Json;
using LabQueue.Host.Configuration;
using LabQueue.Host.Serving;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LabQueue.Host.Administration;

/// <summary>
/// Takes operators' commands while the server runs, on a socket in the data folder that only the folder's owner can
/// open. Nothing of it can be reached over the network.
/// </summary>
/// <remarks><c>docs/decisions/0006-commands-through-a-socket.md</c>.</remarks>
internal sealed class ControlServer : IAsyncDisposable
{
    // The shortest that any of our systems allows is 104 bytes with the closing zero (macOS).
    private const int LongestPath = 100;

    private readonly WebApplication _app;

    private ControlServer(WebApplication app) => _app = app;

    /// <summary>Refuses a folder whose path is too long for a socket.</summary>
    /// <exception cref="OptionException">It is.</exception>
    public static void RequireShortPath(DataFolder data)
    {
        var length = Encoding.UTF8.GetByteCount(data.ControlSocket);
        if (length > LongestPath)
        {
            var longest = LongestPath - (length - Encoding.UTF8.GetByteCount(data.Path));
            throw OptionException.For(
                OptionKey.Data, data.Path, $"a folder whose full path has at most {longest} bytes, because a socket lies in it");
        }
    }

    /// <summary>Starts to listen. The caller holds the folder's store, so a socket that is there is a dead server's.</summary>
    public static async Task<ControlServer> StartAsync(
        DataFolder data, AdminService service, ILoggerFactory logs, CancellationToken cancellationToken)
    {
        File.Delete(data.ControlSocket);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton(logs);
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.ListenUnixSocket(data.ControlSocket));
        var app = builder.Build();
        app.Run(context => AnswerAsync(context, service));
        await app.StartAsync(cancellationToken);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(data.ControlSocket, DataFolder.SecretMode);
        }

        return new ControlServer(app);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private static async Task AnswerAsync(HttpContext context, AdminService service)
    {
        if (context.Request.Path != AdminJson.Path || !HttpMethods.IsPost(context.Request.Method))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        AdminRequest? request;
        try
        {
            request = await context.Request.ReadFromJsonAsync<AdminRequest>(AdminJson.Options, context.RequestAborted);
        }
        catch (JsonException)
        {
            request = null;
        }

        // A newer command line may ask what this server does not know yet.
        var answer = request is null
            ? AdminAnswer.Refused("The running server does not know this command; it is of another version.")
            : await service.HandleAsync(request, context.RequestAborted);
        await context.Response.WriteAsJsonAsync(answer, AdminJson.Options, context.RequestAborted);
    }

    // The server proper listens to the operating system's signals, and stops this one at last.
    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
