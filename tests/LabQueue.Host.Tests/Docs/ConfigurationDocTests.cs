using System.CommandLine;
using System.Reflection;
using LabQueue.Host.Commands;
using LabQueue.Host.Configuration;
using LabQueue.Host.Serving;
using LabQueue.Server;
using LabQueue.Storage.Sqlite;
using LabQueue.TestKit.Docs;

namespace LabQueue.Host.Tests.Docs;

public sealed class ConfigurationDocTests
{
    private static readonly DocTable Table = DocPage.Of("docs", "reference", "configuration.md").Table("Key");

    [Fact]
    public void Every_key_is_described_and_nothing_else()
    {
        var keys = typeof(OptionKey).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(field => (string)field.GetRawConstantValue()!).ToArray();

        Table.Column("Key").Select(DocTable.Plain).ShouldBe(keys.Select(key => $"LabQueue:{key}"), ignoreOrder: true);
        Table.Column("In the environment").Select(DocTable.Plain)
            .ShouldBe(Table.Column("Key").Select(EnvironmentName));
    }

    [Fact]
    public void Every_option_of_serve_is_described()
    {
        var serve = CommandLine.Create().Subcommands.Single(command => command.Name == ServeCommand.Name);

        var options = serve.Options.Where(option => option is not System.CommandLine.Help.HelpOption).Select(option => option.Name);

        options.Except(Table.Column("Option").Select(DocTable.Plain), StringComparer.Ordinal).ShouldBeEmpty();
    }

    [Fact]
    public void Every_option_that_is_described_belongs_to_a_command()
    {
        var options = All(CommandLine.Create()).SelectMany(command => command.Options).Select(option => option.Name);

        Table.Column("Option").Select(DocTable.Plain).Except(options, StringComparer.Ordinal).ShouldBeEmpty();
    }

    [Fact]
    public void The_defaults_are_those_of_a_server_that_was_told_nothing()
    {
        var nothing = ServeOptions.Read(OptionSource.Read(new Dictionary<string, IReadOnlyList<string>>()));
        var alone = ServeOptions.Read(OptionSource.Read(new Dictionary<string, IReadOnlyList<string>> { ["Role"] = ["server"] }));

        Default("Urls").ShouldBe($"{nothing.Urls.Single()}; with --role server {alone.Urls.Single()}; for a consumer alone http://127.0.0.1:{ConsumeOptions.PortOfConsumer}");
        Default("Concurrency").ShouldBe($"{ConsumeOptions.UsualConcurrency}");
        Default("User").ShouldBe($"{FirstStart.Admin}; for a consumer {ConsumeOptions.ReservedUser}");
        Path.GetFullPath(Default("Data")).ShouldBe(nothing.Data.Path);
        Default("DemoPassword").ShouldBe(nothing.DemoPassword);
        Default("MaxWatchers").ShouldBe($"{nothing.MaxWatchers}");
        Default("DrainSeconds").ShouldBe($"{nothing.DrainTime.TotalSeconds}");
        nothing.MaxWatchers.ShouldBe(new ServerOptions().MaxWatchers);
        Default("Demo").ShouldBe(nothing.Demo ? "true" : "false");
        Default("BehindProxy").ShouldBe(nothing.BehindProxy ? "true" : "false");
        (alone.Users, alone.Trust).ShouldBe((UsersMode.Token, TrustMode.Original));
        (nothing.Users, nothing.Trust).ShouldBe((UsersMode.Own, TrustMode.Roles));
    }

    [Fact]
    public void The_room_kept_on_the_disk_is_the_stores()
    {
        var reserve = new SqliteStoreOptions { Folder = "data" }.ReserveBytes / 1024 / 1024;

        string.Join(' ', DocPage.Of("docs", "guides", "run-it-as-a-service.md").Lines).ShouldContain($"Below {reserve} MiB");
        string.Join(' ', DocPage.Of("docs", "guides", "when-something-is-wrong.md").Lines)
            .ShouldContain($"from below {reserve} MiB on until there are {2 * reserve} MiB again");
    }

    private static string EnvironmentName(string key) =>
        DocTable.Plain(key).Replace(":", "__", StringComparison.Ordinal).ToUpperInvariant();

    private static string Default(string key)
    {
        var row = Table.Column("Key").Select(DocTable.Plain).ToList().IndexOf($"LabQueue:{key}");
        return DocTable.Plain(Table.Column("Default")[row]);
    }

    private static IEnumerable<Command> All(Command command) => command.Subcommands.SelectMany(All).Prepend(command);
}
