using System.CommandLine;
using LabQueue.Host.Administration;

namespace LabQueue.Host.Commands;

/// <summary><c>labqueue user</c></summary>
internal static class UserCommand
{
    private const string NoRoles = "none";

    private static readonly Argument<string> Username = new("NAME") { Description = "The user's id." };

    private static readonly Option<string[]> RoleOption = new("--role")
    {
        Description = $"A role (repeatable): {string.Join(", ", Roles.All)}.",
        HelpName = "ROLE",
    };

    private static readonly Argument<string[]> RoleArguments = new("ROLE")
    {
        Description = "The new roles, which replace the old ones; 'none' for no role; nothing to see them.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private static readonly Option<bool> Undo = new("--undo") { Description = "Let the user sign in again." };

    /// <summary>Makes the command.</summary>
    public static DocumentedCommand Create() => new DocumentedCommand(
        "user",
        "Manage a site's users, whether the server runs or not.",
        "labqueue user add analyst3 --role Analyst",
        "labqueue user list --json")
        .With(CreateAdd(), CreateList(), CreatePassword(), CreateRoles(), CreateDisable());

    private static DocumentedCommand CreateAdd() => new DocumentedCommand(
        "add",
        "Make a user. The password is made up and shown once, or read.",
        "labqueue user add analyst3 --role Analyst",
        "labqueue user add queue_consumer --role Consumer --password-stdin < password.txt")
        .With(Username, RoleOption, PasswordSource.FromInput, SharedOptions.Site, SharedOptions.Data)
        .Does((context, cancellationToken) => WithSiteAsync(context, async (channel, site) =>
        {
            var roles = Checked(context.Get(RoleOption) ?? []);
            var (password, isMadeUp) = await PasswordSource.GetAsync(context, cancellationToken);
            var request = new AdminRequest.AddUser(site, context.Get(Username), password, roles);
            var answer = await channel.SendAsync(request, cancellationToken);
            Show(context.Terminal, site, answer.Users![0], "has a new user", isMadeUp ? password : null);
        }, cancellationToken));

    private static DocumentedCommand CreateList() => new DocumentedCommand(
        "list", "List the users of a site.", "labqueue user list", "labqueue user list --site senaite --json")
        .With(SharedOptions.Site, SharedOptions.Data)
        .Does((context, cancellationToken) => WithSiteAsync(context, async (channel, site) =>
        {
            var answer = await channel.SendAsync(new AdminRequest.ListUsers(site), cancellationToken);
            var users = answer.Users!.OrderBy(user => user.Username, StringComparer.Ordinal).ToArray();
            context.Terminal.Write(new { Site = site, Users = users }, () => context.Terminal.Table(
                ["User", "Roles", "State"],
                [.. users.Select(user => new[] { user.Username, RoleText(user), user.Disabled ? "disabled" : "enabled" })]));
        }, cancellationToken));

    private static DocumentedCommand CreatePassword() => new DocumentedCommand(
        "password",
        "Give a user another password: made up and shown once, or read.",
        "labqueue user password analyst3",
        "labqueue user password admin --password-stdin < password.txt")
        .With(Username, PasswordSource.FromInput, SharedOptions.Site, SharedOptions.Data)
        .Does((context, cancellationToken) => WithSiteAsync(context, async (channel, site) =>
        {
            var (password, isMadeUp) = await PasswordSource.GetAsync(context, cancellationToken);
            var request = new AdminRequest.SetPassword(site, context.Get(Username), password);
            var answer = await channel.SendAsync(request, cancellationToken);
            Show(context.Terminal, site, answer.Users![0], "has a new password for", isMadeUp ? password : null);
        }, cancellationToken));

    private static DocumentedCommand CreateRoles() => new DocumentedCommand(
        "roles",
        "Show a user's roles, or set them.",
        "labqueue user roles analyst3",
        "labqueue user roles analyst3 Analyst Verifier",
        "labqueue user roles analyst3 none")
        .With(Username, RoleArguments, SharedOptions.Site, SharedOptions.Data)
        .Does((context, cancellationToken) => WithSiteAsync(context, async (channel, site) =>
        {
            var name = context.Get(Username);
            var given = context.Parsed.GetValue(RoleArguments) ?? [];
            var user = given.Length == 0
                ? await FindAsync(channel, site, name, cancellationToken)
                : await SetRolesAsync(channel, site, name, given, cancellationToken);
            Show(context.Terminal, site, user, given.Length == 0 ? "knows" : "has new roles for", password: null);
        }, cancellationToken));

    private static DocumentedCommand CreateDisable() => new DocumentedCommand(
        "disable",
        "Let a user sign in no more. Tasks and records of the user stay.",
        "labqueue user disable analyst3",
        "labqueue user disable analyst3 --undo")
        .With(Username, Undo, SharedOptions.Site, SharedOptions.Data)
        .Does((context, cancellationToken) => WithSiteAsync(context, async (channel, site) =>
        {
            var request = new AdminRequest.SetDisabled(site, context.Get(Username), !context.Get(Undo));
            var answer = await channel.SendAsync(request, cancellationToken);
            var user = answer.Users![0];
            Show(context.Terminal, site, user, user.Disabled ? "has disabled" : "has enabled", password: null);
        }, cancellationToken));

    private static async Task<int> WithSiteAsync(
        CommandContext context, Func<IAdminChannel, string, Task> action, CancellationToken cancellationToken)
    {
        await using var channel = await AdminConnection.OpenAsync(context, mayMake: false, cancellationToken);
        await action(channel, await SiteChoice.FindAsync(context.Options, channel, cancellationToken));
        return ExitCode.Done;
    }

    private static async Task<UserDescription> FindAsync(
        IAdminChannel channel, string site, string name, CancellationToken cancellationToken)
    {
        var answer = await channel.SendAsync(new AdminRequest.ListUsers(site), cancellationToken);
        return answer.Users!.FirstOrDefault(user => user.Username == name)
            ?? throw new CommandFailedException($"Site '{site}' has no user '{name}'.");
    }

    private static async Task<UserDescription> SetRolesAsync(
        IAdminChannel channel, string site, string name, string[] given, CancellationToken cancellationToken)
    {
        var roles = given is [NoRoles] ? [] : Checked(given);
        var answer = await channel.SendAsync(new AdminRequest.SetRoles(site, name, roles), cancellationToken);
        return answer.Users![0];
    }

    private static string[] Checked(string[] roles)
    {
        var unknown = roles.FirstOrDefault(role => !Roles.All.Contains(role, StringComparer.Ordinal));
        return unknown is null
            ? [.. roles.Distinct(StringComparer.Ordinal)]
            : throw new CommandFailedException(
                $"'{unknown}' is no role; roles are {string.Join(", ", Roles.All)}.", ExitCode.WrongUsage);
    }

    private static void Show(Terminal terminal, string site, UserDescription user, string what, string? password)
    {
        terminal.Write(new { Site = site, User = user, Password = password }, () =>
        {
            terminal.Line($"Site {site} {what} {user.Username} ({RoleText(user)}).");
            if (password is not null)
            {
                terminal.Line($"Password, shown only now: {password}");
            }
        });
    }

    private static string RoleText(UserDescription user) => user.Roles.Count > 0 ? string.Join(", ", user.Roles) : "no role";
}
