using System.Globalization;
using System.Text.RegularExpressions;
using LabQueue.Host.Commands;
using LabQueue.Host.Configuration;
using LabQueue.Host.Senaite;
using LabQueue.Server;
using LabQueue.TestKit;

namespace LabQueue.Host.Tests.Docs;

/// <summary>What <c>deploy/</c> says, the program takes.</summary>
public sealed partial class DeploymentTests
{
    private const string Program = "/opt/labqueue/labqueue";

    private static readonly string Compose = File.ReadAllText(RepositoryRoot.Combine("deploy", "container", "compose.yaml"));
    private static readonly string Proxy = File.ReadAllText(RepositoryRoot.Combine("deploy", "haproxy", "haproxy.cfg"));

    [Fact]
    public void Every_command_of_a_unit_is_one()
    {
        var commands = Files("*.service").SelectMany(CommandsOf).ToArray();

        commands.ShouldContain(command => command[0] == "backup");
        commands.ShouldAllBe(command => CommandLine.Create().Parse(command).Errors.Count == 0);
    }

    [Fact]
    public void Every_command_of_a_container_is_one()
    {
        var commands = ContainerCommand().Matches(Compose)
            .Select(match => match.Groups["words"].Value.Split(',', StringSplitOptions.TrimEntries)).ToArray();

        commands.Length.ShouldBe(3);
        commands.ShouldAllBe(command => CommandLine.Create().Parse(command).Errors.Count == 0);
    }

    [Fact]
    public void Every_key_is_one_of_the_configuration()
    {
        var known = OptionKey.All.Select(key => $"LABQUEUE__{key.ToUpperInvariant()}");

        var used = Files("*").SelectMany(file => Key().Matches(File.ReadAllText(file)).Select(match => match.Value)).Distinct().ToArray();

        used.ShouldNotBeEmpty();
        used.Except(known, StringComparer.Ordinal).ShouldBeEmpty();
    }

    [Fact]
    public void What_the_files_of_the_environment_say_is_taken_by_the_role_that_reads_it()
    {
        var server = ServeOptions.Read(Source("server"));
        var lims = LabOptions.Read(Source("lims"), RoleChoice.Read(Source("lims")));
        var consumer = ConsumeOptions.Read(Source("consumer"), RoleChoice.Read(Source("consumer"))).ShouldNotBeNull();

        server.Store.Postgres.ShouldNotBeNull();
        server.Urls.ShouldBe(["http://127.0.0.1:8090"]);
        lims.Urls.ShouldBe(["http://127.0.0.1:8080"]);
        consumer.Urls.ShouldBe(["http://127.0.0.1:8089"]);
    }

    [Theory]
    [InlineData("server")]
    [InlineData("lims")]
    [InlineData("consumer")]
    public void A_stop_is_given_the_time_it_may_take(string role)
    {
        var most = role == "consumer" ? SenaiteServices.StopTimeout : new ServerOptions().StopTimeout;

        var unit = TimeSpan.FromSeconds(Number(File.ReadAllText(Unit(role)), "TimeoutStopSec="));
        var container = TimeSpan.FromSeconds(Number(Compose[Compose.IndexOf($"--role, {role}", StringComparison.Ordinal)..], "stop_grace_period: "));

        unit.ShouldBeGreaterThan(most);
        container.ShouldBe(unit);
    }

    [Fact]
    public void The_proxy_waits_longer_than_a_long_poll()
    {
        TimeSpan.FromSeconds(Number(Proxy, "timeout server  ")).ShouldBeGreaterThan(QueueLimits.PopWait);
        TimeSpan.FromSeconds(Number(Proxy, "timeout client  ")).ShouldBeGreaterThan(QueueLimits.PopWait);
    }

    [Theory]
    [InlineData("/senaite/@@API/senaite/v1/queue_server/pop", true)]
    [InlineData("/senaite/@@API/senaite/v1//Queue_Server", true)]
    [InlineData("/senaite/@@API/senaite/v1/queue_consumer/process", true)]
    [InlineData("/senaite/@@API/senaite/v1/queue_server", true)]
    [InlineData("/senaite/@@API/senaite/v1/worksheet", false)]
    [InlineData("/senaite/queue/tasks", false)]
    public void The_proxy_keeps_people_from_the_routes_of_consumers_alone(string path, bool isDenied)
    {
        var rule = DeniedToPeople().Match(Proxy);

        rule.Success.ShouldBeTrue();
        Regex.IsMatch(path, rule.Groups["paths"].Value, RegexOptions.IgnoreCase, TimeSpan.FromSeconds(1)).ShouldBe(isDenied);
    }

    [GeneratedRegex(@"command: \[(?<words>[^\]]+)\]", RegexOptions.CultureInvariant, 1_000)]
    private static partial Regex ContainerCommand();

    [GeneratedRegex("LABQUEUE__[A-Z]+", RegexOptions.CultureInvariant, 1_000)]
    private static partial Regex Key();

    [GeneratedRegex(@"http-request deny if \{ path,url_dec -m reg -i (?<paths>\S+) \}", RegexOptions.CultureInvariant, 1_000)]
    private static partial Regex DeniedToPeople();

    private static IEnumerable<string> Files(string pattern) =>
        Directory.EnumerateFiles(RepositoryRoot.Combine("deploy"), pattern, SearchOption.AllDirectories);

    private static string Unit(string role) => RepositoryRoot.Combine("deploy", "systemd", $"labqueue-{role}.service");

    [GeneratedRegex(@"\$\$\([^)]*\)", RegexOptions.CultureInvariant, 1_000)]
    private static partial Regex ShellSubstitution();

    // Within a shell's words, too.
    private static IEnumerable<string[]> CommandsOf(string unit) => File.ReadLines(unit)
        .Where(line => line.StartsWith("ExecStart=", StringComparison.Ordinal) && line.Contains(Program, StringComparison.Ordinal))
        .Select(line => ShellSubstitution().Replace(line, "now"))
        .Select(line => line[(line.IndexOf(Program, StringComparison.Ordinal) + Program.Length)..].TrimEnd('\'').Split(' ', StringSplitOptions.RemoveEmptyEntries));

    // What the unit has systemd read, and what the role is told on its command line, as the program gets it.
    private static OptionSource Source(string role)
    {
        var given = File.ReadLines(RepositoryRoot.Combine("deploy", "systemd", $"{role}.env"))
            .Where(line => line.StartsWith("LABQUEUE__", StringComparison.Ordinal))
            .Select(line => line.Split('=', 2))
            .ToDictionary<string[], string, IReadOnlyList<string>>(
                pair => OptionKey.All.Single(key => $"LABQUEUE__{key.ToUpperInvariant()}" == pair[0]),
                pair => [pair[0] == "LABQUEUE__AUTHKEY" ? FernetToken.NewKey() : pair[1]]);
        CommandsOf(Unit(role)).ShouldHaveSingleItem().ShouldContain(role);
        given.Add(OptionKey.Role, [role]);
        return OptionSource.Read(given);
    }

    private static int Number(string text, string before)
    {
        var digits = text[(text.IndexOf(before, StringComparison.Ordinal) + before.Length)..].TakeWhile(char.IsAsciiDigit);
        return int.Parse(string.Concat(digits), CultureInfo.InvariantCulture);
    }
}
