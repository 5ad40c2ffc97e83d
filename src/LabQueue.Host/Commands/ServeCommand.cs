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
        Description = "What to run: server, consumer, lims (repeatable). Default: all of it, the consumer for the laboratory's own tasks.",
        HelpName = "ROLE",
    };

    private static readonly Option<string[]> Urls = new("--urls")
    {
        Description = "Where to listen; default http://127.0.0.1:8080, for --role server http://127.0.0.1:8090, "
            + "for a consumer alone http://127.0.0.1:8089.",
        HelpName = "URL",
    };

    private static readonly Option<string> Store = new("--store")
    {
        Description = "Where tasks and the laboratory are kept: sqlite, in the data folder; or a PostgreSQL that processes share: \"Host=…;Database=…\".",
        HelpName = "STORE",
    };

    private static readonly Option<string> TaskTurn = new("--task-turn")
    {
        Description = "How many milliseconds a task may write in a laboratory on PostgreSQL before it lets people in, 10 to 5000; default 200.",
        HelpName = "MS",
    };

    private static readonly Option<string[]> Site = new("--site")
    {
        Description = "A site to make where it is missing (repeatable); default: those that there are, or senaite.",
        HelpName = "NAME",
    };

    private static readonly Option<string> AuthKey = new("--auth-key")
    {
        Description = "The key of a site that is made; default: a new one. A site that is there keeps its own.",
        HelpName = "KEY",
    };

    private static readonly Option<string[]> QueueServer = new("--queue-server")
    {
        Description = "Where a consumer gets its tasks, and a laboratory hands its work to: address of server and site (repeatable: "
            + "servers that share a database).",
        HelpName = "URL",
    };

    private static readonly Option<string> Senaite = new("--senaite")
    {
        Description = "The SENAITE site whose work a consumer does.",
        HelpName = "URL",
    };

    private static readonly Option<string> ConsumerId = new("--consumer-id")
    {
        Description = "The consumer's name in the queue; default: machine, port and a random part.",
        HelpName = "NAME",
    };

    private static readonly Option<string> Concurrency = new("--concurrency")
    {
        Description = "How many tasks a consumer works on at once, 1 to 1000; default 4.",
        HelpName = "COUNT",
    };

    private static readonly Option<string> User = new("--user")
    {
        Description = "The user that a consumer is; default queue_consumer.",
        HelpName = "NAME",
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

    private static readonly Option<string> DrainSeconds = new("--drain-seconds")
    {
        Description = "How long to serve on after the signal to stop, with a red /readyz, 0 to 600; default 0.",
        HelpName = "SECONDS",
    };

    private static readonly Option<bool> Demo = new("--demo")
    {
        Description = "Fill an empty data folder with a laboratory to try; with --role server, with users and tasks.",
    };

    private static readonly Option<string> DemoPassword = new("--demo-password")
    {
        Description = "The password of the demo's users; default labqueue-demo.",
        HelpName = "WORD",
    };

    /// <summary>Makes the command.</summary>
    public static DocumentedCommand Create() => new DocumentedCommand(
        Name,
        "Run the server, the laboratory, or a consumer, until it is told to stop.",
        "labqueue serve --demo",
        "labqueue serve --role server --data /var/lib/labqueue",
        "labqueue serve --role server --urls http://0.0.0.0:8090 --site senaite --auth-key \"$KEY\"",
        "labqueue serve --role consumer --queue-server http://queue:8090/senaite --auth-key \"$KEY\" "
            + "--senaite http://lims:8080/senaite",
        "labqueue serve --role consumer --queue-server http://queue1:8090/senaite --queue-server http://queue2:8090/senaite "
            + "--auth-key \"$KEY\" --senaite http://lims:8080/senaite",
        "labqueue serve --role server --role consumer --role lims",
        "labqueue serve --role lims --role consumer --queue-server http://queue:8090/senaite --auth-key \"$KEY\"",
        "labqueue serve --store \"Host=db1;Database=labqueue;Username=labqueue\"",
        "LABQUEUE__URLS=http://127.0.0.1:9000 labqueue serve")
        .With(Role, Urls, SharedOptions.Data, Store, TaskTurn, Site, AuthKey, BehindProxy, MaxWatchers, DrainSeconds)
        .With(TestControl, Demo, DemoPassword)
        .With(QueueServer, Senaite, ConsumerId, Concurrency, User)
        .Does(async (context, _) =>
        {
            using var stop = new StopSignal();
            context.Options.RequireCollector();
            var roles = RoleChoice.Read(context.Options);
            var consume = ConsumeOptions.Read(context.Options, roles);
            var serve = roles.IsServer ? ServeOptions.Read(context.Options) : null;
            var lab = roles is { IsLims: true, IsServer: false } ? LabOptions.Read(context.Options, roles) : null;
            foreach (var key in context.Options.UnknownKeys)
            {
                Terminal.Error($"{OptionSource.Section}:{key} is no key of this version; it is ignored.");
            }

            using var logs = ServerLog.Create(context.Options);
            return lab is not null ? await new LabRun(lab, context.Terminal, context.Time, logs).RunAsync(stop.Token)
                : serve is null ? await new ConsumerRun(consume!, context.Terminal, context.Time, logs).RunAsync(stop.Token)
                : await new ServerRun(serve, consume, context.Terminal, context.Time, logs).RunAsync(stop.Token);
        });
}
