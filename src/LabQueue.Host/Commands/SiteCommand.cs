using System.CommandLine;
using LabQueue.Host.Administration;
using LabQueue.Host.Serving;

namespace LabQueue.Host.Commands;

/// <summary><c>labqueue site</c></summary>
internal static class SiteCommand
{
    private const int MostHours = 8_760;

    private static readonly Argument<string> Name = new("NAME") { Description = "The site's name." };

    private static readonly Option<string> Users = new Option<string>("--users")
    {
        Description = "own: users need an account here; token: a valid token is enough, as with SENAITE. A new site: own.",
        HelpName = "own|token",
    }.TakesOneOf("own", "token");

    private static readonly Option<string> Trust = new Option<string>("--trust")
    {
        Description = "original: every known user may do anything; roles: what their roles allow. A new site: roles.",
        HelpName = "original|roles",
    }.TakesOneOf("original", "roles");

    private static readonly Option<bool> Rotate = new("--rotate")
    {
        Description = "Make a new key; the one before stays valid beside it.",
    };

    private static readonly Option<int?> OldHours = new("--old-hours")
    {
        Description = "With --rotate: the key before is retired by itself after so many hours, 1 to 8760. Default: when told to.",
        HelpName = "HOURS",
        CustomParser = result => OptionRules.Count(result, MostHours),
    };

    private static readonly Option<bool> KeyFromInput = new("--key-stdin")
    {
        Description = "With --rotate: read that key from standard input (one line) instead of making one.",
    };

    private static readonly Option<bool> Retire = new("--retire-old")
    {
        Description = "Take only the present key from now on.",
    };

    /// <summary>Makes the command.</summary>
    public static DocumentedCommand Create() => new DocumentedCommand(
        "site",
        "Manage the sites of a server, whether it runs or not.",
        "labqueue site add lab2 --users token --trust original",
        "labqueue site key senaite --rotate")
        .With(CreateAdd(), CreateSet(), CreateList(), CreateKey());

    private static DocumentedCommand CreateAdd() => new DocumentedCommand(
        "add",
        "Make a site with tasks, users, settings and a key of its own.",
        "labqueue site add lab2",
        "labqueue site add lab3 --users token --trust original")
        .With(Name, Users, Trust, SharedOptions.Data)
        .Does(async (context, cancellationToken) =>
        {
            await using var channel = await AdminConnection.OpenAsync(context, mayMake: true, cancellationToken);
            var request = new AdminRequest.AddSite(
                context.Get(Name),
                UsersOf(context) ?? UsersMode.Own,
                TrustOf(context) ?? TrustMode.Roles);
            var answer = await channel.SendAsync(request, cancellationToken);
            var site = answer.Sites![0];
            var data = DataFolder.Of(context.Options);
            var passwordFile = answer.AdminPasswordFile;
            context.Terminal.Write(new { Site = site, KeyFile = data.KeyFile(site.Site), AdminPasswordFile = passwordFile }, () =>
            {
                context.Terminal.Line($"There is a new site {site.Site} (users {site.Users}, trust {site.Trust}).");
                context.Terminal.Line($"Its key is in {data.KeyFile(site.Site)}.");
                context.Terminal.Line($"The password of its user {FirstStart.Admin} is in {passwordFile}.");
            });
            return ExitCode.Done;
        });

    private static DocumentedCommand CreateSet() => new DocumentedCommand(
        "set",
        "Change whose users a site knows, and what they may do. Tasks, users and key stay.",
        "labqueue site set senaite --users token --trust original",
        "labqueue site set lab2 --trust roles")
        .With(Name, Users, Trust, SharedOptions.Data)
        .Does(async (context, cancellationToken) =>
        {
            var request = new AdminRequest.SetSite(context.Get(Name), UsersOf(context), TrustOf(context));
            if (request.Users is null && request.Trust is null)
            {
                throw new CommandFailedException("There is nothing to set: name --users, --trust or both.", ExitCode.WrongUsage);
            }

            await using var channel = await AdminConnection.OpenAsync(context, mayMake: false, cancellationToken);
            var answer = await channel.SendAsync(request, cancellationToken);
            var site = answer.Sites![0];
            context.Terminal.Write(
                new { Site = site },
                () => context.Terminal.Line($"Site {site.Site} has users {site.Users} and trust {site.Trust} now."));
            return ExitCode.Done;
        });

    private static UsersMode? UsersOf(CommandContext context) => context.Get(Users) switch
    {
        null => null,
        "own" => UsersMode.Own,
        _ => UsersMode.Token,
    };

    private static TrustMode? TrustOf(CommandContext context) => context.Get(Trust) switch
    {
        null => null,
        "roles" => TrustMode.Roles,
        _ => TrustMode.Original,
    };

    private static DocumentedCommand CreateList() => new DocumentedCommand(
        "list", "List the sites.", "labqueue site list", "labqueue site list --data /var/lib/labqueue --json")
        .With(SharedOptions.Data)
        .Does(async (context, cancellationToken) =>
        {
            await using var channel = await AdminConnection.OpenAsync(context, mayMake: false, cancellationToken);
            var answer = await channel.SendAsync(new AdminRequest.ListSites(), cancellationToken);
            var sites = answer.Sites!;
            context.Terminal.Write(new { Sites = sites }, () => context.Terminal.Table(
                ["Site", "Users", "Trust", " Keys", "State"],
                [.. sites.Select(site => new[] { site.Site, site.Users, site.Trust, $"{site.Keys}", site.Paused ? "paused" : "open" })]));
            return ExitCode.Done;
        });

    private static DocumentedCommand CreateKey() => new DocumentedCommand(
        "key",
        "Show a site's key, or give it a new one.",
        "labqueue site key senaite",
        "labqueue site key senaite --rotate      # then hand the new key to every instance, and at last:",
        "labqueue site key senaite --retire-old",
        "labqueue site key senaite --rotate --old-hours 24",
        "labqueue site key senaite --rotate --key-stdin < senaite.key")
        .With(Name, Rotate, OldHours, KeyFromInput, Retire, SharedOptions.Data)
        .Does(async (context, cancellationToken) =>
        {
            var site = context.Get(Name);
            AdminRequest request = (context.Get(Rotate), context.Get(Retire)) switch
            {
                (true, true) => throw new CommandFailedException(
                    "--rotate and --retire-old do not go together: hand the new key out in between.", ExitCode.WrongUsage),
                (true, false) => new AdminRequest.RotateKey(site, await ReadKeyAsync(context, cancellationToken), context.Get(OldHours)),
                (false, _) when context.Get(KeyFromInput) => throw new CommandFailedException(
                    "--key-stdin goes with --rotate: the key before stays valid until --retire-old.", ExitCode.WrongUsage),
                (false, _) when context.Get(OldHours) is not null => throw new CommandFailedException(
                    "--old-hours goes with --rotate: it says how long the key before stays good.", ExitCode.WrongUsage),
                (false, true) => new AdminRequest.RetireKeys(site),
                (false, false) => new AdminRequest.ShowKeys(site),
            };
            await using var channel = await AdminConnection.OpenAsync(context, mayMake: false, cancellationToken);
            var answer = await channel.SendAsync(request, cancellationToken);
            var keys = answer.Keys!;
            context.Terminal.Write(new { Site = site, Key = keys[0], AlsoValid = keys.Skip(1), answer.OldKeysEnd }, () =>
            {
                context.Terminal.Line(keys[0]);
                if (keys.Count > 1)
                {
                    var until = answer.OldKeysEnd is { } end ? $", until {Wording.Time(end)}" : string.Empty;
                    Terminal.Error($"{Wording.Count(keys.Count - 1, "older key")} of {site} still valid beside it{until}.");
                }
            });
            return ExitCode.Done;
        });

    // Never from the command line, which every user of the machine can see.
    private static async Task<string?> ReadKeyAsync(CommandContext context, CancellationToken cancellationToken) =>
        context.Get(KeyFromInput) ? (await Console.In.ReadLineAsync(cancellationToken) ?? string.Empty).Trim() : null;
}
