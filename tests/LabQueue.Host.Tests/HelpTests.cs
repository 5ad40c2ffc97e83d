using LabQueue.Host.Tests.Running;

namespace LabQueue.Host.Tests;

public sealed class HelpTests
{
    /// <summary>All commands, as they are typed.</summary>
    public static TheoryData<string> Commands { get; } =
    [
        "serve", "tasks", "tasks list", "tasks show", "tasks add", "tasks requeue", "tasks cancel", "tasks remove", "tasks watch", "consumers", "consumers list", "consumers quiet",
        "consumers drain", "consumers resume", "pause", "resume", "stats",
        "settings", "settings set", "outbox", "import", "user", "user add", "user list", "user password", "user roles", "user disable", "site",
        "site add", "site set", "site list", "site key", "backup", "restore", "migrate", "doctor", "keygen",
    ];

    [Fact]
    public async Task The_help_mentions_each_command()
    {
        using var workplace = new Workplace();

        var help = (await workplace.RunAsync("--help")).ShouldExitWith(0);

        foreach (var command in Commands.Select(row => row.Data.Split(' ')[0]).Distinct())
        {
            help.Output.ShouldContain($"\n  {command} ");
        }

        help.Output.ShouldContain("labqueue [command] [options]");
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Each_command_has_a_help_with_examples(string command)
    {
        using var workplace = new Workplace();

        var help = (await workplace.RunAsync([.. command.Split(' '), "--help"])).ShouldExitWith(0);

        help.Output.ShouldContain($"labqueue {command}");
        help.Output.ShouldContain("Examples:\n  ");
        help.Output.ShouldContain("--json");
        help.Error.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_version_is_told()
    {
        using var workplace = new Workplace();

        var version = (await workplace.RunAsync("--version")).ShouldExitWith(0);

        version.Output.ShouldMatch(@"^\d+\.\d+\.\d+");
    }
}
