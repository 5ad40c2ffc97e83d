using System.CommandLine;
using LabQueue.Host.Configuration;
using LabQueue.Host.Serving;

namespace LabQueue.Host.Commands;

/// <summary><c>labqueue serve</c></summary>
internal static class ServeCommand
{
    /// <summary>The word on the command line.</summary>
    public const string Name = "serve";

    // The defaults depend on one another and on the configuration, so they are not the parser's; see ServeOptions.
    private static readonly Option<string[]> Role = new("--role")
    {
        Description = "What to run: server. Default: everything that this version has.",
        HelpName = "ROLE",
    };

    private static readonly Option<string[]> Urls = new("--urls")
    {
        Description = "Where to listen; default http://127.0.0.1:8080, for the server alone http://127.0.0.1:8090.",
        HelpName = "URL",
    };

    private static readonly Option<string> Store = new("--store")
    {
        Description = "Where tasks are kept: sqlite, in the data folder.",
        HelpName = "STORE",
    };

    private static readonly Option<string[]> Site = new("--site")
    {
        Description = "A site to make where it is missing (repeatable); default: those that there are, or senaite.",
        HelpName = "NAME",
    };

    private static readonly Option<string> AuthKey = new("--auth-key")
    {
        Description = "The site's key; default: the one it has, or a new one.",
        HelpName = "KEY",
    };

    private static readonly Option<string> TestControl = new("--test-control")
    {
        Description = "Where tests control the clock; in the environment Testing only.",
        HelpName = "URL",
    };

    private static readonly Option<bool> BehindProxy = new("--behind-proxy")
    {
        Description = "Believe a proxy on this machine about scheme, host and address of the callers.",
    };

    private static readonly Option<string> MaxWatchers = new("--max-watchers")
    {
        Description = "How many may watch the events of all sites at once; default 1000.",
        HelpName = "N",
    };

    private static readonly Option<bool> Demo = new("--demo")
    {
        Description = "Fill an empty data folder with users and tasks to try.",
    };

    private static readonly Option<string> DemoPassword = new("--demo-password")
    {
        Description = "The password of the demo's users; default labqueue-demo.",
        HelpName = "WORD",
    };

    /// <summary>Makes the command.</summary>
    public static DocumentedCommand Create() => new DocumentedCommand(
        Name,
        "Run the server until it is told to stop.",
        "labqueue serve --demo",
        "labqueue serve --role server --data /var/lib/labqueue",
        "labqueue serve --role server --urls http://0.0.0.0:8090 --site senaite --auth-key \"$KEY\"",
        "LABQUEUE__URLS=http://127.0.0.1:9000 labqueue serve")
        .With(Role, Urls, SharedOptions.Data, Store, Site, AuthKey, BehindProxy, MaxWatchers, TestControl, Demo, DemoPassword)
        .Does(async (context, _) =>
        {
            using var stop = new StopSignal();
            var options = ServeOptions.Read(context.Options);
            foreach (var key in context.Options.UnknownKeys)
            {
                Terminal.Error($"{OptionSource.Section}:{key} is no key of this version; it is ignored.");
            }

            using var logs = ServerLog.Create(context.Options);
            return await new ServerRun(options, context.Terminal, context.Time, logs).RunAsync(stop.Token);
        });
}
