using LabQueue.Access;
using LabQueue.Engine;
using LabQueue.Server.Access;
using LabQueue.Server.Api;
using LabQueue.Server.Hosting;
using LabQueue.Server.Reference;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LabQueue.Server;

/// <summary>Composes the queue server. The program and the tests build the same one.</summary>
public static class ServerApp
{
    private const int HeaderBytes = 32 * 1024;

    // The framework would watch the working folder and all below it for changes of its settings files. The data folder
    // mostly lies there, and each write of the store would wake the watcher.
    private const string ReadSettingsOnce = "--hostBuilder:reloadConfigOnChange=false";

    // Up to there the API reads on, to answer 413 to who sends too much. Above it the connection is closed.
    private const long MostBodyBytes = 4L * QueueLimits.BodyBytes;

    /// <summary>Builds a server that has not been started.</summary>
    /// <param name="options">How it runs.</param>
    /// <param name="store">Where its queues live. The server does not dispose of it.</param>
    /// <param name="time">The clock; for <see cref="ServerOptions.TestControl"/> a <see cref="StoppableTimeProvider"/>, the
    /// store's as well.</param>
    /// <param name="services">Adds what others in the same process need.</param>
    /// <param name="pages">Adds what else the process answers, behind routing.</param>
    /// <exception cref="InvalidOperationException">The options contradict each other, or the environment.</exception>
    public static WebApplication Build(
        ServerOptions options,
        IQueueStore store,
        TimeProvider time,
        Action<WebApplicationBuilder>? services = null,
        Action<WebApplication>? pages = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(time);
        var builder = WebApplication.CreateSlimBuilder(
            new WebApplicationOptions { EnvironmentName = options.Environment, Args = [ReadSettingsOnce] });
        ConfigureKestrel(builder, options);
        AddServices(builder, options, store, time);
        AddTestControl(builder, options, time);
        builder.AddTelemetry();
        services?.Invoke(builder);

        var app = builder.Build();
        app.StartTelemetry();
        if (options.BehindProxy)
        {
            app.UseForwardedHeaders();
        }

        // The API goes past the framework's routing: its addresses are not spelled in one way only, and it is in a hurry.
        app.UseMiddleware<ApiMiddleware>();
        var departure = app.Services.GetRequiredService<Departure>();
        app.Use((context, next) =>
        {
            departure.Mark(context.Response);
            return next(context);
        });
        app.UseRouting();
        pages?.Invoke(app);
        app.MapHealth();
        app.MapReference();
        app.MapFallback("{**path}", app.Services.GetRequiredService<ApiFallback>().AnswerAsync);
        return app;
    }

    private static void ConfigureKestrel(WebApplicationBuilder builder, ServerOptions options)
    {
        builder.WebHost.UseUrls([.. options.Urls]);
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MostBodyBytes;
            kestrel.Limits.MaxRequestHeadersTotalSize = HeaderBytes;
            kestrel.Limits.MaxRequestHeaderCount = 100;
            kestrel.Limits.KeepAliveTimeout = TimeSpan.FromSeconds(130);
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(30);
        });

        // The framework would write two lines for each request.
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
    }

    private static void AddServices(
        WebApplicationBuilder builder, ServerOptions options, IQueueStore store, TimeProvider time)
    {
        var services = builder.Services;
        services.AddSingleton(options);
        services.AddSingleton(store);
        services.AddSingleton(time);
        services.AddSingleton<ISiteDirectory>(store);
        services.AddSingleton<PasswordCheck>();
        services.AddSingleton<PasswordGate>();
        services.AddSingleton<Gate>();
        services.AddSingleton<Queues>();
        services.AddSingleton<Watchers>();
        services.AddSingleton<Departure>();
        services.AddSingleton<ApiServices>();
        services.AddSingleton<ApiFallback>();
        services.AddHostedService<Housekeeper>();
        services.AddHostedService<WaitingGauge>();
        services.AddHostedService<MemoryKeeper>();
        services.Configure<HostOptions>(host => host.ShutdownTimeout = options.StopTimeout);

        // Only a proxy on this machine is believed, which is the framework's default.
        services.Configure<ForwardedHeadersOptions>(headers => headers.ForwardedHeaders =
            ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedHost | ForwardedHeaders.XForwardedProto);
    }

    private static void AddTestControl(WebApplicationBuilder builder, ServerOptions options, TimeProvider time)
    {
        if (options.TestControl is null)
        {
            return;
        }

        if (TestControl.Refusal(options, builder.Environment.EnvironmentName) is { } refusal)
        {
            throw new InvalidOperationException(refusal);
        }

        if (time is not StoppableTimeProvider clock)
        {
            throw new InvalidOperationException("--test-control needs a clock that can be stopped.");
        }

        builder.Services.AddSingleton(clock);
        builder.Services.AddSingleton<TestControl>();
        builder.Services.AddHostedService(services => services.GetRequiredService<TestControl>());
    }
}
