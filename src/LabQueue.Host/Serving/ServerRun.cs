using LabQueue.Access;
using LabQueue.Consumer;
using LabQueue.Engine;
using LabQueue.Host.Administration;
using LabQueue.Host.Commands;
using LabQueue.Host.Configuration;
using LabQueue.Host.Demo;
using LabQueue.Host.Senaite;
using LabQueue.Lims;
using LabQueue.Lims.Background;
using LabQueue.Lims.Users;
using LabQueue.Server;
using LabQueue.Server.Hosting;
using LabQueue.Web;
using LabQueue.Web.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LabQueue.Host.Serving;

/// <summary>One life of a server: opens the data folder, serves until told to stop, and closes what it opened.</summary>
/// <param name="options">What it was told.</param>
/// <param name="consume">What the consumer in the same process was told; null: there is none.</param>
/// <param name="terminal">Where it says so.</param>
/// <param name="time">The clock.</param>
/// <param name="logs">For the log.</param>
internal sealed class ServerRun(
    ServeOptions options, ConsumeOptions? consume, Terminal terminal, TimeProvider time, ILoggerFactory logs)
{
    // Tests stop the store's clock and the server's together.
    private readonly TimeProvider _time = options.TestControl is null ? time : new StoppableTimeProvider(time);

    // A demo that is there already keeps its passwords, whatever this start was told.
    private bool _isDemoPassword;

    // Told once: by the announcement, or else by a start that ends before it.
    private string? _passwordFile;

    /// <summary>Serves until the token is cancelled.</summary>
    public async Task<int> RunAsync(CancellationToken stop)
    {
        try
        {
            await ServeAsync(stop);
            terminal.Line("Stopped.");
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // What had been opened by then is closed.
            terminal.Line("Stopped before it served.");
        }
        finally
        {
            if (_passwordFile is not null)
            {
                Terminal.Error(PasswordSentence(_passwordFile));
            }
        }

        return ExitCode.Done;
    }

    private async Task ServeAsync(CancellationToken stop)
    {
        ControlServer.RequireShortPath(options.Data);
        await using var store = await StoreOpener.OpenAsync(options.Store, options.Data, _time, logs, stop);
        var sites = await MakeSitesAsync(store, stop);
        await using var lab = await OpenLaboratoryAsync(store, sites, stop);
        if (options.Demo && lab is null)
        {
            var demo = new DemoSite(store, sites[0], _time);
            await demo.FillAsync(options.DemoPassword, stop);
            _isDemoPassword = await demo.IsPasswordAsync(options.DemoPassword, stop);
        }

        if (lab is not null && options.LabConsumer is { } consumer)
        {
            // In this order: until the tasks of the one before are given back, the next start has to know of it.
            await store.SweepAsync(stop);
            await DataFolder.WriteSecretAsync(options.Data.InnerConsumer, consumer.Id + "\n", stop);
        }

        var keyring = new Keyring(store, options.Data, _time);
        await using var app = Build(store, sites[0], lab, keyring);
        await Listening.StartAsync(app, "The server", options.Urls, stop);
        var describe = ServerDescriber.Of(store, options.Store, options.Data, [.. app.Urls], time.GetUtcNow());
        using var service = new AdminService(store, options.Data, keyring, describe, lab);
        await using (await ControlServer.StartAsync(options.Data, service, logs, stop))
        {
            Announce(describe(), [.. sites, .. store.Sites.Keys.Except(sites).Order(StringComparer.Ordinal)], lab?.Site);
            _passwordFile = null;

            // Answers in flight are finished in there; what is disposed of then is not used any more.
            await Listening.UntilStoppedAsync(
                app, app.Services.GetRequiredService<Departure>().Begin, options.DrainTime, time, stop);
        }
    }

    private async Task<IReadOnlyList<string>> MakeSitesAsync(IQueueStore store, CancellationToken stop)
    {
        var first = new FirstStart(store, options.Data);
        string[] present = [.. store.Sites.Keys.Order(StringComparer.Ordinal)];
        IReadOnlyList<string> wanted = options.Sites.Count > 0 ? options.Sites
            : present.Length > 0 ? present
            : [FirstStart.DefaultSite];
        ServeOptions.RequireNoTwins(wanted, present);
        RequireOneSiteForKey(wanted);
        RequireOneSiteForConsumer(wanted);
        foreach (var site in wanted)
        {
            await first.AddSiteAsync(site, options.Users, options.Trust, options.AuthKey, FirstStart.Installer, stop);
            _passwordFile = first.PasswordFile;
            TellKeyLeftAlone(store.Sites[site]);
        }

        foreach (var site in present.Except(wanted, StringComparer.Ordinal))
        {
            await first.CompleteAsync(site, FirstStart.Installer, stop);
        }

        return wanted;
    }

    private async Task<LabHost?> OpenLaboratoryAsync(IQueueStore store, IReadOnlyList<string> sites, CancellationToken stop)
    {
        if (!options.IsLims || await FindLabSiteAsync(store, sites, stop) is not { } site)
        {
            return null;
        }

        if (options.Demo)
        {
            await RequireNoTasksAsync(store, site, stop);
        }

        var lab = await LabHost.OpenAsync(options.Laboratory, site, _time, stop);
        await lab.TakeUsersAsync(store, stop);
        if (options.Demo)
        {
            var demo = new DemoLaboratory(lab.Store, site);
            await demo.FillAsync(options.DemoPassword, stop);
            _isDemoPassword = await demo.IsPasswordAsync(options.DemoPassword, stop);
        }

        return lab;
    }

    // A folder keeps the laboratory that it was begun with; a site whose users are elsewhere has none.
    private async Task<string?> FindLabSiteAsync(IQueueStore store, IReadOnlyList<string> sites, CancellationToken stop)
    {
        var kept = await LabHost.FindSiteAsync(options.Laboratory, store, stop);
        return (kept is null ? sites : [kept]).FirstOrDefault(HasOwnUsers)
            ?? (options.MustBeLims
                ? throw new OptionException(
                    $"Site '{kept ?? sites[0]}' leaves users or rights to another system, and a laboratory has its own; name another with --site.")
                : null);

        bool HasOwnUsers(string site) => store.Sites[site].Settings is { Users: UsersMode.Own, Trust: TrustMode.Roles };
    }

    private async Task RequireNoTasksAsync(IQueueStore store, string site, CancellationToken stop)
    {
        if (!await options.Laboratory.IsThereAsync(stop)
            && await store.Queue(site).StatsAsync(stop) is var figures
            && figures.Queued + figures.Running + figures.Failed + figures.Done > 0)
        {
            throw new OptionException(
                $"LabQueue:Demo (--demo) is for an empty data folder, and site '{site}' is in use; "
                + "start without it, or name another folder with --data.");
        }
    }

    private void RequireOneSiteForKey(IReadOnlyList<string> sites)
    {
        if (options.AuthKey is not null && sites.Count > 1)
        {
            throw new OptionException(
                $"LabQueue:AuthKey (--auth-key) is the key of one site, and there are {sites.Count}; "
                + "name the site with --site, or start without the key.");
        }
    }

    private void RequireOneSiteForConsumer(IReadOnlyList<string> sites)
    {
        if (consume is not null && sites.Count > 1)
        {
            throw new OptionException(
                $"A consumer in the server's process takes the tasks of one site, and there are {sites.Count}; "
                + "name it with LabQueue:Site (--site), or run a consumer for each in a process of its own.");
        }
    }

    private WebApplication Build(IQueueStore store, string site, LabHost? lab, Keyring keyring)
    {
        var server = new ServerOptions
        {
            Urls = options.Urls,
            Environment = options.Environment,
            Site = site,
            TestControl = options.TestControl?.ToString(),
            BehindProxy = options.BehindProxy,
            MaxWatchers = options.MaxWatchers,
        };
        return ServerApp.Build(
            server,
            store,
            _time,
            builder =>
            {
                builder.Services.AddSingleton(logs);
                builder.Services.AddSingleton<IHostLifetime, NoSignals>();
                builder.Services.AddSingleton<IPageQueues>(new SiteQueues(name => store.Sites.ContainsKey(name) ? store.Queue(name) : null));
                builder.Services.AddSingleton<IPageKeys>(new SiteKeys(store, keyring));
                if (consume is not null)
                {
                    builder.Services.AddSingleton(store.Queue(site));
                    builder.Services.AddSenaiteConsumer(
                        consume, store.Sites[site].Keys[0], $"LabQueue {ServerDescriber.Version}");
                }

                if (lab is null)
                {
                    builder.Services.AddFrame(options.Data.MakeSessionKeys());
                    builder.Services.AddSingleton<IPageAccounts>(provider => new SiteAccounts(
                        provider.GetRequiredService<ISiteDirectory>(), provider.GetRequiredService<PasswordGate>()));
                }
                else
                {
                    AddLaboratory(builder.Services, store, lab);
                }
            },
            app =>
            {
                if (lab is null)
                {
                    app.UsePages();
                }
                else
                {
                    app.UseLaboratory();
                }
            });
    }

    private void AddLaboratory(IServiceCollection services, IQueueStore store, LabHost lab)
    {
        var queue = store.Queue(lab.Site);
        services.AddSingleton<ISiteDirectory>(new LabDirectory(store, lab.Store, lab.Site));
        services.AddSingleton<IPageAccounts>(provider => new SiteAccounts(
            store, provider.GetRequiredService<PasswordGate>(), provider.GetRequiredService<LabAccounts>()));
        lab.AddTo(services, () => store.Sites[lab.Site].Keys, queue, options.LabConsumer?.Id ?? ConsumerOptions.NewId("lims"));
        services.AddSingleton(provider => new ReadinessCheck(provider.GetRequiredService<LabReadiness>().FindTroubleAsync));
        options.LabConsumer?.AddTo(services, queue);
    }

    // Nothing is changed by a key that a restart finds in its options: it may be one that was retired since.
    private void TellKeyLeftAlone(Site site)
    {
        if (options.AuthKey is not { } key || site.Keys[0] == key)
        {
            return;
        }

        var present = options.Data.KeyFile(site.Name);
        Terminal.Error(site.Keys.Contains(key, StringComparer.Ordinal)
            ? $"LabQueue:AuthKey (--auth-key) is an older key of site '{site.Name}', valid until 'labqueue site key {site.Name} "
                + $"--retire-old'; the present one is in {present}."
            : $"LabQueue:AuthKey (--auth-key) is no key of site '{site.Name}' and is ignored: the site keeps the key it has, in "
                + $"{present}. To give it another: labqueue site key {site.Name} --rotate --key-stdin.");
    }

    private static string PasswordSentence(string file) => $"The password of the user {FirstStart.Admin} is in {file}";

    private string LabSentence(string? site) =>
        site is null ? "No site has users of its own, so none has a laboratory."
        : options.LabConsumer is { } worker ? $"Site {site} has the laboratory, whose work {worker.Id} does, up to {worker.Concurrency} tasks at once"
        : $"Site {site} has the laboratory";

    private void Announce(ServerDescription server, IReadOnlyList<string> sites, string? labSite)
    {
        var addresses = server.Urls.SelectMany(url => sites.Select(site => $"{url.TrimEnd('/')}/{site}")).ToArray();
        terminal.Write(
            new
            {
                server.Urls,
                Addresses = addresses,
                Laboratory = labSite,
                server.Data,
                server.Store,
                server.Version,
                server.ProcessId,
                AdminPasswordFile = _passwordFile,
                DemoUsers = options.Demo ? DemoUsers.All.Select(user => user.Username) : null,
            },
            () =>
            {
                terminal.Line($"LabQueue {server.Version} serves {string.Join(" and ", addresses)}");
                terminal.Line($"Data folder: {server.Data} ({server.Store})");
                if (_passwordFile is not null)
                {
                    terminal.Line(PasswordSentence(_passwordFile));
                }

                if (options.Demo)
                {
                    var password = _isDemoPassword ? $"password {options.DemoPassword}" : "with the passwords they have";
                    terminal.Line($"Demo users, {password}: {string.Join(", ", DemoUsers.All.Select(user => user.Username))}");
                }

                terminal.Line($"The HTTP API is described at {server.Urls[0].TrimEnd('/')}/api");
                if (options.IsLims)
                {
                    terminal.Line(LabSentence(labSite));
                }

                if (consume is not null)
                {
                    terminal.Line($"Works for {consume.Senaite} as {consume.ConsumerId}, up to {consume.Concurrency} tasks at once");
                }

                terminal.Line("Stop it with Ctrl+C.");
            });
    }
}
