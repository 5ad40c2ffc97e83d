using System.Text.Json;
using LabQueue.Host.Tests.Running;

namespace LabQueue.Host.Tests;

public sealed class DoctorTests
{
    [Fact]
    public async Task A_running_server_is_well()
    {
        using var workplace = new Workplace();
        await using var server = await workplace.ServeAsync();

        var doctor = (await workplace.RunAsync("doctor")).ShouldExitWith(0);

        var lines = doctor.Output.TrimEnd().Split('\n');
        lines.ShouldAllBe(line => line.StartsWith("ok   "));
        foreach (var check in (string[])
            ["database engine", "data folder", "disk", "permissions", "schema", "database", "process", "clock", "server", "queue"])
        {
            doctor.Output.ShouldContain($"ok   {check}: ");
        }
    }

    [Fact]
    public async Task Nothing_is_made_where_nothing_is()
    {
        using var workplace = new Workplace();

        var doctor = (await workplace.RunAsync("doctor", "--json")).ShouldExitWith(0).Json;

        StateOf(doctor, "data folder").ShouldBe("warn");
        StateOf(doctor, "server").ShouldBe("warn");
        Directory.Exists(workplace.Data).ShouldBeFalse();
    }

    [Fact]
    public async Task Secrets_that_others_can_read_are_bad()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no modes.");
        using var workplace = new Workplace();
        await using (var server = await workplace.ServeAsync())
        {
            await server.StopAsync();
        }

        Open(workplace.File("data/keys/senaite.key"));
        Open(workplace.Data);
        var doctor = (await workplace.RunAsync("doctor", "--json")).ShouldExitWith(1).Json;

        StateOf(doctor, "permissions").ShouldBe("bad");
        StateOf(doctor, "data folder").ShouldBe("warn");
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_bad()
    {
        using var workplace = new Workplace();
        Directory.CreateDirectory(workplace.Data);
        await File.WriteAllTextAsync(
            workplace.File("data/queue.db"), new string('x', 10_000), TestContext.Current.CancellationToken);

        var doctor = (await workplace.RunAsync("doctor", "--json")).ShouldExitWith(1).Json;

        StateOf(doctor, "schema").ShouldBe("bad");
    }

    [Fact]
    public async Task A_named_server_that_is_silent_is_exit_code_3()
    {
        using var workplace = new Workplace();
        string address;
        await using (var server = await workplace.ServeAsync())
        {
            address = server.Address;
            await server.StopAsync();
        }

        var doctor = (await workplace.RunAsync("doctor", "--server", address, "--json")).ShouldExitWith(3).Json;

        StateOf(doctor, "server").ShouldBe("bad");
    }

    private static void Open(string path)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, File.GetUnixFileMode(path) | UnixFileMode.OtherRead);
        }
    }

    private static string? StateOf(JsonElement doctor, string check) => doctor.GetProperty("checks").EnumerateArray()
        .Single(found => found.GetProperty("check").GetString() == check)
        .GetProperty("state").GetString();
}
