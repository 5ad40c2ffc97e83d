using System.Net;
using LabQueue.Host.Tests.Running;

namespace LabQueue.Host.Tests;

public sealed class FirstStartTests
{
    private const UnixFileMode Folder = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode Secret = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Only_the_owner_can_read_what_is_made()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no modes.");
        using var workplace = new Workplace();
        await using var server = await workplace.ServeAsync();

        Mode(workplace, "data").ShouldBe(Folder);
        Mode(workplace, "data/keys").ShouldBe(Folder);
        Mode(workplace, "data/keys/senaite.key").ShouldBe(Secret);
        Mode(workplace, "data/admin-password").ShouldBe(Secret);
        Mode(workplace, "data/queue.db").ShouldBe(Secret);
        Mode(workplace, "data/control.sock").ShouldBe(Secret);
    }

    [Fact]
    public async Task The_administrators_password_works_and_its_file_is_told_once()
    {
        using var workplace = new Workplace();
        var file = workplace.File("data/admin-password");
        await using (var first = await workplace.ServeAsync())
        {
            first.Announced.GetProperty("admin_password_file").GetString().ShouldBe(file);
            using var admin = first.SignIn("admin", (await File.ReadAllTextAsync(file, Token)).Trim());
            using var answer = await admin.GetAsync("settings", Token);
            answer.StatusCode.ShouldBe(HttpStatusCode.OK);
            await first.StopAsync();
        }

        await using var second = await workplace.ServeAsync();

        second.Announced.TryGetProperty("admin_password_file", out var told).ShouldBeTrue();
        told.GetString().ShouldBeNull();
    }

    [Fact]
    public async Task Everything_makes_a_site_with_users_and_roles_of_its_own()
    {
        using var workplace = new Workplace();
        await using var server = await workplace.ServeAsync();

        var sites = (await workplace.RunAsync("site", "list", "--json")).ShouldExitWith(0).Json.GetProperty("sites");

        sites.GetArrayLength().ShouldBe(1);
        sites[0].ToString().ShouldBe("""{"site":"senaite","users":"own","trust":"roles","paused":false,"keys":1}""");
    }

    [Fact]
    public async Task A_server_alone_makes_a_site_that_trusts_as_the_original_does()
    {
        using var workplace = new Workplace();
        await using var server = await workplace.ServeAsync("--role", "server", "--site", "lab1", "--site", "lab2");

        var sites = (await workplace.RunAsync("site", "list", "--json")).ShouldExitWith(0).Json.GetProperty("sites");

        sites[0].ToString().ShouldBe("""{"site":"lab1","users":"token","trust":"original","paused":false,"keys":1}""");
        sites[1].GetProperty("site").GetString().ShouldBe("lab2");
        server.Announced.GetProperty("addresses").GetArrayLength().ShouldBe(2);
    }

    [Fact]
    public async Task A_key_that_is_given_becomes_the_sites()
    {
        using var workplace = new Workplace();
        await using (var first = await workplace.ServeAsync())
        {
            await first.StopAsync();
        }

        var key = FernetToken.NewKey();
        await using var second = await workplace.ServeAsync("--auth-key", key);

        (await workplace.RunAsync("site", "key", "senaite")).ShouldExitWith(0).Output.ShouldBe($"{key}\n");
        (await workplace.RunAsync("stats")).ShouldExitWith(0);
    }

    [Fact]
    public async Task Sites_that_are_there_are_served_where_none_is_named()
    {
        using var workplace = new Workplace();
        (await workplace.RunAsync("site", "add", "lab9")).ShouldExitWith(0);

        await using var server = await workplace.ServeAsync();

        server.Announced.GetProperty("addresses")[0].GetString().ShouldBe($"{server.Url}/lab9");
        server.Announced.GetProperty("addresses").GetArrayLength().ShouldBe(1);
    }

    private static UnixFileMode Mode(Workplace workplace, string name) => OperatingSystem.IsWindows()
        ? UnixFileMode.None
        : File.GetUnixFileMode(workplace.File(name));
}
