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
        Mode(workplace, "data/lims.db").ShouldBe(Secret);
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
    public async Task A_key_that_is_given_becomes_that_of_a_new_site()
    {
        using var workplace = new Workplace();
        var key = FernetToken.NewKey();

        await using (var first = await workplace.ServeAsync("--role", "server", "--auth-key", key))
        {
            (await first.StopAsync()).Error.ShouldBeEmpty();
        }

        (await workplace.RunAsync("site", "key", "senaite")).ShouldExitWith(0).Output.ShouldBe($"{key}\n");
        await using var second = await workplace.ServeAsync("--role", "server", "--auth-key", key);
        (await second.StopAsync()).Error.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_site_keeps_its_key_whatever_the_start_is_told_and_says_so()
    {
        using var workplace = new Workplace();
        await using (var first = await workplace.ServeAsync())
        {
            await first.StopAsync();
        }

        var key = (await workplace.RunAsync("site", "key", "senaite")).Output;
        await using var second = await workplace.ServeAsync("--auth-key", FernetToken.NewKey());

        (await workplace.RunAsync("site", "key", "senaite")).ShouldExitWith(0).Output.ShouldBe(key);
        (await second.StopAsync()).Error.ShouldContain(
            "LabQueue:AuthKey (--auth-key) is no key of site 'senaite' and is ignored: the site keeps the key it has");
    }

    [Fact]
    public async Task An_older_key_in_the_start_is_told_and_comes_back_by_no_restart()
    {
        using var workplace = new Workplace();
        var old = FernetToken.NewKey();
        await using (var first = await workplace.ServeAsync("--auth-key", old))
        {
            await first.StopAsync();
        }

        var key = (await workplace.RunAsync("site", "key", "senaite", "--rotate")).ShouldExitWith(0).Output;
        await using (var second = await workplace.ServeAsync("--auth-key", old))
        {
            (await second.StopAsync()).Error.ShouldContain("(--auth-key) is an older key of site 'senaite', valid until");
        }

        (await workplace.RunAsync("site", "key", "senaite", "--retire-old")).ShouldExitWith(0);
        await using (var third = await workplace.ServeAsync("--auth-key", old))
        {
            (await third.StopAsync()).Error.ShouldContain("(--auth-key) is no key of site 'senaite' and is ignored");
        }

        var keys = (await workplace.RunAsync("site", "key", "senaite", "--json")).Json;
        keys.GetProperty("key").GetString().ShouldBe(key.Trim());
        keys.GetProperty("also_valid").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task A_site_may_be_given_a_key_that_others_have_already()
    {
        using var workplace = new Workplace();
        (await workplace.RunAsync("site", "add", "lab9")).ShouldExitWith(0);
        var old = (await workplace.RunAsync("site", "key", "lab9")).Output.Trim();
        var key = FernetToken.NewKey();

        (await workplace.RunWithInputAsync($"{key}\n", "site", "key", "lab9", "--rotate", "--key-stdin")).ShouldExitWith(0);

        var keys = (await workplace.RunAsync("site", "key", "lab9", "--json")).Json;
        keys.GetProperty("key").GetString().ShouldBe(key);
        keys.GetProperty("also_valid")[0].GetString().ShouldBe(old);
        (await workplace.RunWithInputAsync("short\n", "site", "key", "lab9", "--rotate", "--key-stdin"))
            .ShouldExitWith(1).Error.ShouldContain("This is no key; it takes 32 bytes as url-safe base64");
        (await workplace.RunWithInputAsync(key, "site", "key", "lab9", "--key-stdin"))
            .ShouldExitWith(2).Error.ShouldContain("--key-stdin goes with --rotate");
    }

    [Fact]
    public async Task A_further_site_has_its_administrators_password_in_a_file_of_its_name()
    {
        using var workplace = new Workplace();
        (await workplace.RunAsync("site", "add", "lab1")).ShouldExitWith(0).Output.ShouldContain($"{workplace.File("data/admin-password")}.");
        File.Delete(workplace.File("data/admin-password"));

        var second = (await workplace.RunAsync("site", "add", "lab2", "--json")).ShouldExitWith(0).Json;

        var file = workplace.File("data/admin-password.lab2");
        second.GetProperty("admin_password_file").GetString().ShouldBe(file);
        Mode(workplace, "data/admin-password.lab2").ShouldBe(Secret);
        File.Exists(workplace.File("data/admin-password")).ShouldBeFalse();
        await using var server = await workplace.ServeAsync();
        using var http = new HttpClient();
        var pair = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"admin:{(await File.ReadAllTextAsync(file, Token)).Trim()}"));
        http.DefaultRequestHeaders.Authorization = new("Basic", pair);
        using var answer = await http.GetAsync($"{server.Url}/lab2/@@API/senaite/v1/queue_server/settings", Token);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("api", "'api' is no name for a site; it takes 1 to 64 letters, digits, '-', '_' or '.', beginning with a letter or digit, and not api,")]
    [InlineData("Senaite", "There is a site 'senaite' already, and 'Senaite' differs from it in its capitals only.")]
    public async Task A_name_that_would_mislead_is_refused(string name, string expected)
    {
        using var workplace = new Workplace();
        (await workplace.RunAsync("site", "add", "senaite")).ShouldExitWith(0);

        (await workplace.RunAsync("site", "add", name)).ShouldExitWith(1).Error.ShouldContain(expected);
        (await workplace.RunAsync("serve", "--site", name)).ShouldExitWith(2).Error.ShouldContain($"(--site) is '{name}'; it takes");
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

    [Fact]
    public async Task All_sites_are_announced_also_where_one_is_named()
    {
        using var workplace = new Workplace();
        (await workplace.RunAsync("site", "add", "lab9")).ShouldExitWith(0);

        await using var server = await workplace.ServeAsync("--site", "other");

        server.Announced.GetProperty("addresses").EnumerateArray().Select(address => address.GetString())
            .ShouldBe([$"{server.Url}/other", $"{server.Url}/lab9"]);
    }

    private static UnixFileMode Mode(Workplace workplace, string name) => OperatingSystem.IsWindows()
        ? UnixFileMode.None
        : File.GetUnixFileMode(workplace.File(name));
}
