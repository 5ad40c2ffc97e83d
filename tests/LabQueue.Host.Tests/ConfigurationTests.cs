using LabQueue.Host.Tests.Running;

namespace LabQueue.Host.Tests;

/// <summary>Every option is a configuration key as well.</summary>
public sealed class ConfigurationTests
{
    [Fact]
    public async Task The_environment_sets_what_the_command_line_does_not()
    {
        var key = FernetToken.NewKey();
        using var workplace = new Workplace
        {
            Environment = { ["LABQUEUE__DATA"] = "elsewhere", ["LABQUEUE__AUTHKEY"] = key, ["LABQUEUE__SITE"] = "lab1" },
        };

        await using var server = await workplace.ServeAsync();

        server.Announced.GetProperty("data").GetString().ShouldBe(workplace.File("elsewhere"));
        (await File.ReadAllTextAsync(
            workplace.File("elsewhere/keys/lab1.key"), TestContext.Current.CancellationToken)).Trim().ShouldBe(key);
    }

    [Fact]
    public async Task The_command_line_comes_before_the_environment_and_that_before_the_file()
    {
        using var workplace = new Workplace { Environment = { ["LABQUEUE__STORE"] = "fromenvironment" } };
        await WriteSettingsAsync(workplace, """{"LabQueue": {"Store": "fromfile", "Role": ["fromfile"]}}""");

        (await workplace.RunAsync("serve", "--store", "fromline", "--role", "server")).Error.ShouldContain("'fromline'");
        (await workplace.RunAsync("serve", "--role", "server")).Error.ShouldContain("'fromenvironment'");
        workplace.Environment.Clear();
        (await workplace.RunAsync("serve", "--role", "server")).Error.ShouldContain("'fromfile'");
        (await workplace.RunAsync("serve", "--store", "sqlite")).Error.ShouldContain("LabQueue:Role (--role) is 'fromfile'");
    }

    [Fact]
    public async Task A_settings_file_that_is_no_JSON_is_told()
    {
        using var workplace = new Workplace();
        await WriteSettingsAsync(workplace, "{");

        var result = await workplace.RunAsync("serve");

        result.ShouldExitWith(2).Error.ShouldContain("appsettings.json");
    }

    [Fact]
    public async Task A_key_that_is_not_known_is_told()
    {
        using var workplace = new Workplace { Environment = { ["LABQUEUE__AUTKEY"] = "x" } };
        await using var server = await workplace.ServeAsync("--role", "server");

        (await server.StopAsync()).Error.ShouldBe("labqueue: LabQueue:AUTKEY is no key of this version; it is ignored.\n");
    }

    [Fact]
    public async Task A_flag_takes_true_or_false()
    {
        using var workplace = new Workplace { Environment = { ["LABQUEUE__DEMO"] = "perhaps" } };

        var result = await workplace.RunAsync("serve");

        result.ShouldExitWith(2).Error.ShouldContain("LabQueue:Demo (--demo) is 'perhaps'; it takes true or false.");
    }

    private static Task WriteSettingsAsync(Workplace workplace, string json) => File.WriteAllTextAsync(
        workplace.File("appsettings.json"), json, TestContext.Current.CancellationToken);
}
