using LabQueue.Access;
using LabQueue.Client;
using LabQueue.Consumer;
using LabQueue.Host.Administration;
using LabQueue.Host.Commands;
using LabQueue.Host.Configuration;
using LabQueue.Host.Demo;
using LabQueue.Lims;
using LabQueue.Lims.Access;
using LabQueue.Lims.Background;
using LabQueue.Lims.Store;
using LabQueue.Lims.Users;
using LabQueue.Server.Hosting;
using LabQueue.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LabQueue.Host.Serving;

/// <summary>One life of a laboratory whose queue server is another process, or that has none.</summary>
/// <param name="options">What it was told.</param>
/// <param name="terminal">Where it says so.</param>
/// <param name="time">The clock.</param>
/// <param name="logs">For the log.</param>
internal sealed class LabRun(LabOptions options, Terminal terminal, TimeProvider time, ILoggerFactory logs)
{
    // Lists of some thousand records are sent at once.
    private const long MostBodyBytes = 16L * 1024 * 1024;

    /// <summary>Serves until the token is cancelled.</summary>
    public async Task<int> RunAsync(CancellationToken stop)
    {
        try
        {
            options.Data.Create();
            await using var lab = await LabHost.OpenAsync(options.Place, options.Site, time, stop);
            var passwordFile = await AddAdminAsync(lab, stop);
            if (options.Demo)
            {
                await new DemoLaboratory(lab.Store, options.Site).FillAsync(options.DemoPassword, stop);
            }

            await using var app = Build(lab);
            await Listening.StartAsync(app, "The laboratory", options.Urls, stop);
            Announce(app, lab, passwordFile);
            await Listening.UntilStoppedAsync(
                app, app.Services.GetRequiredService<Departure>().Begin, options.DrainTime, time, stop);
            terminal.Line("Stopped.");
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            terminal.Line("Stopped before it served.");
        }

        return ExitCode.Done;
    }

    // The file first: an account whose password nobody knows would be of no use.
    private async Task<string?> AddAdminAsync(LabHost lab, CancellationToken stop)
    {
        await using (var reader = await lab.Store.ReadAsync(options.Site, stop))
        {
            if (await new LabUsers().FindAsync(reader, FirstStart.Admin, stop) is not null)
            {
                return null;
            }
        }

        var file = options.Data.AdminPassword;
        if (!File.Exists(file))
        {
            await DataFolder.WriteSecretAsync(file, Passwords.NewRandom() + "\n", stop);
        }

        var password = (await File.ReadAllTextAsync(file, stop)).Trim();
        await using var work = await lab.Store.BeginAsync(options.Site, new Origin(FirstStart.Admin, time.GetUtcNow()), stop);
        if (await new LabUsers().FindAsync(work, FirstStart.Admin, stop) is not null)
        {
            // Another process, which shares the laboratory, was faster: the password is in a file of its folder.
            return null;
        }

        var admin = new LabUser(FirstStart.Admin, [Role.Manager, Role.SiteAdministrator]) { PasswordHash = PasswordRules.Hash(password) };
        await LabUsers.PutAsync(work, null, admin, "create_user", stop);
        await work.CommitAsync(stop);
        return file;
    }

    private WebApplication Build(LabHost lab)
    {
        var builder = WebApplication.CreateSlimBuilder(
            new WebApplicationOptions { Args = ["--hostBuilder:reloadConfigOnChange=false"] });
        builder.WebHost.UseUrls([.. options.Urls]);
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MostBodyBytes;
        });
        builder.AddTelemetry();
        builder.Services.AddSingleton(logs);
        builder.Services.AddSingleton<IHostLifetime, NoSignals>();
        builder.Services.AddSingleton(time);
        builder.Services.AddSingleton<Departure>();
        builder.Services.Configure<ForwardedHeadersOptions>(headers => headers.ForwardedHeaders =
            ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedHost | ForwardedHeaders.XForwardedProto);
        var queue = options.Server is { } server ? new QueueClient(server, time) : null;
        IReadOnlyList<string> keys = options.AuthKey is { } key ? [key] : [];
        var consumerId = options.Consumer?.Id ?? ConsumerOptions.NewId("lims");
        lab.AddTo(builder.Services, () => keys, queue, consumerId);
        builder.Services.AddSingleton<IPageQueues>(new SiteQueues(site => site == lab.Site ? queue : null));
        if (queue is not null)
        {
            options.Consumer?.AddTo(builder.Services, queue);
        }

        var app = builder.Build();
        app.StartTelemetry();
        if (options.BehindProxy)
        {
            app.UseForwardedHeaders();
        }

        var departure = app.Services.GetRequiredService<Departure>();
        app.Use((context, next) =>
        {
            departure.Mark(context.Response);
            return next(context);
        });
        app.UseLaboratory();
        app.MapGet("/healthz", () => TypedResults.Json(new { status = "healthy", reason = (string?)null }));
        app.MapGet("/readyz", async (LabReadiness readiness, CancellationToken cancellationToken) =>
            (departure.Reason ?? await readiness.FindTroubleAsync(cancellationToken)) is { } trouble
                ? TypedResults.Json(new { status = "not ready", reason = (string?)trouble }, statusCode: StatusCodes.Status503ServiceUnavailable)
                : TypedResults.Json(new { status = "ready", reason = (string?)null }));
        return app;
    }

    private void Announce(WebApplication app, LabHost lab, string? passwordFile) => terminal.Write(
        new
        {
            app.Urls,
            Addresses = app.Urls.Select(url => $"{url.TrimEnd('/')}/{options.Site}"),
            Data = options.Data.Path,
            Store = lab.Store.Description,
            QueueServer = options.Server?.BaseAddress,
            ServerDescriber.Version,
            Environment.ProcessId,
            AdminPasswordFile = passwordFile,
        },
        () =>
        {
            terminal.Line($"LabQueue {ServerDescriber.Version} serves the laboratory {string.Join(" and ", app.Urls.Select(url => $"{url.TrimEnd('/')}/{options.Site}"))}");
            terminal.Line($"Data folder: {options.Data.Path} ({lab.Store.Description})");
            terminal.Line(options.Server is { } server
                ? $"Its queue: {ServerAddresses.Named([server.BaseAddress, .. server.OtherAddresses])}"
                : "It has no queue server (--queue-server): all work is done at once.");
            if (passwordFile is not null)
            {
                terminal.Line($"The password of the user {FirstStart.Admin} is in {passwordFile}");
            }

            terminal.Line("Stop it with Ctrl+C.");
        });
}
