using System.Net;
using LabQueue.Host.Tests.Running;

namespace LabQueue.Host.Tests;

/// <summary>Users and sites, while a server runs on the folder and while none does.</summary>
public sealed class AdministrationTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Users_are_managed(bool runs)
    {
        using var workplace = new Workplace();
        await using var server = await workplace.ServeAsync();
        if (!runs)
        {
            await server.StopAsync();
        }

        var added = await workplace.RunAsync("user", "add", "anna", "--role", "Analyst", "--json");
        added.ShouldExitWith(0).Json.GetProperty("password").GetString()!.Length.ShouldBe(20);
        (await workplace.RunAsync("user", "add", "anna")).ShouldExitWith(1).Error.ShouldContain("has a user 'anna' already");
        (await workplace.RunAsync("user", "roles", "anna", "Verifier", "Publisher")).ShouldExitWith(0);
        (await workplace.RunAsync("user", "roles", "anna")).ShouldExitWith(0).Output.ShouldBe(
            "Site senaite knows anna (Verifier, Publisher).\n");
        (await workplace.RunAsync("user", "roles", "anna", "Boss")).ShouldExitWith(2).Error.ShouldContain("'Boss' is no role");
        (await workplace.RunAsync("user", "roles", "nobody", "Analyst")).ShouldExitWith(1).Error.ShouldContain(
            "Site 'senaite' has no user 'nobody'.");
        (await workplace.RunAsync("user", "disable", "anna")).ShouldExitWith(0);
        var list = (await workplace.RunAsync("user", "list", "--json")).ShouldExitWith(0).Json;

        list.GetProperty("users")[1].ToString().ShouldBe(
            """{"username":"anna","roles":["Verifier","Publisher"],"disabled":true}""");
    }

    [Fact]
    public async Task A_site_that_is_to_trust_as_the_original_does_shows_the_seconds_it_then_has()
    {
        using var workplace = new Workplace();
        await using var server = await workplace.ServeAsync();

        (await workplace.RunAsync("site", "set", "senaite", "--users", "token", "--trust", "original")).ShouldExitWith(0);

        (await workplace.RunAsync("settings", "--json")).ShouldExitWith(0).Json
            .GetProperty("min_seconds_task").GetInt32().ShouldBe(3);
    }

    [Fact]
    public async Task A_password_that_is_set_counts_at_once()
    {
        using var workplace = new Workplace();
        await using var server = await workplace.ServeAsync();
        (await workplace.RunWithInputAsync("pass-word-1\n", "user", "add", "anna", "--role", "Analyst", "--password-stdin"))
            .ShouldExitWith(0).Output.ShouldNotContain("pass-word-1");
        (await SignInAsync(server, "anna", "pass-word-1")).ShouldBe(HttpStatusCode.OK);

        (await workplace.RunWithInputAsync("pass-word-2\n", "user", "password", "anna", "--password-stdin")).ShouldExitWith(0);
        (await SignInAsync(server, "anna", "pass-word-1")).ShouldBe(HttpStatusCode.Unauthorized);
        (await SignInAsync(server, "anna", "pass-word-2")).ShouldBe(HttpStatusCode.OK);

        (await workplace.RunAsync("user", "disable", "anna")).ShouldExitWith(0);
        (await SignInAsync(server, "anna", "pass-word-2")).ShouldBe(HttpStatusCode.Unauthorized);
        (await workplace.RunAsync("user", "disable", "anna", "--undo")).ShouldExitWith(0);
        (await SignInAsync(server, "anna", "pass-word-2")).ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("short\n", 1, "A password has 8 to 200 characters; this one has 5.")]
    [InlineData("", 2, "There is no password on standard input.")]
    public async Task A_password_that_is_none_is_refused(string input, int exitCode, string expected)
    {
        using var workplace = new Workplace();
        await using var server = await workplace.ServeAsync();

        var result = await workplace.RunWithInputAsync(input, "user", "add", "anna", "--password-stdin");

        result.ShouldExitWith(exitCode).Error.ShouldContain(expected);
    }

    [Fact]
    public async Task A_folder_without_data_is_told_and_left_alone()
    {
        using var workplace = new Workplace();

        var result = await workplace.RunAsync("user", "list");

        result.ShouldExitWith(1).Error.ShouldContain($"There is no LabQueue data in {workplace.Data}");
        Directory.Exists(workplace.Data).ShouldBeFalse();
    }

    [Fact]
    public async Task A_site_is_made_while_the_server_runs_and_is_served_at_once()
    {
        using var workplace = new Workplace();
        await using var server = await workplace.ServeAsync();

        (await workplace.RunAsync("site", "add", "lab2", "--users", "token", "--trust", "original")).ShouldExitWith(0);
        (await workplace.RunAsync("site", "add", "lab2")).ShouldExitWith(1).Error.ShouldContain("There is a site 'lab2' already");
        (await workplace.RunAsync("site", "add", "a b")).ShouldExitWith(1).Error.ShouldContain("'a b' is no name for a site");

        (await workplace.RunAsync("stats", "--site", "lab2", "--user", "anybody")).ShouldExitWith(0);
        var list = (await workplace.RunAsync("site", "list")).ShouldExitWith(0);
        list.Output.ShouldMatch(@"lab2 +token +original +1 +open\n");
        (await workplace.RunAsync("user", "list", "--site", "lab2")).ShouldExitWith(0).Output.ShouldContain("admin");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_site_that_is_there_gets_other_users_and_another_trust(bool runs)
    {
        using var workplace = new Workplace();
        await using var first = await workplace.ServeAsync("--demo", "--role", "server");
        (await workplace.RunAsync("stats", "--user", "anybody")).ShouldExitWith(1);
        if (!runs)
        {
            await first.StopAsync();
        }

        var set = await workplace.RunAsync("site", "set", "senaite", "--users", "token", "--trust", "original");
        var one = (await workplace.RunAsync("site", "set", "senaite", "--trust", "roles", "--json")).ShouldExitWith(0).Json;
        (await workplace.RunAsync("site", "set", "senaite")).ShouldExitWith(2).Error.ShouldContain("There is nothing to set");
        (await workplace.RunAsync("site", "set", "nowhere", "--users", "own")).ShouldExitWith(1).Error.ShouldContain(
            "There is no site 'nowhere'.");
        (await workplace.RunAsync("site", "set", "senaite", "--trust", "original")).ShouldExitWith(0);

        set.ShouldExitWith(0).Output.ShouldBe("Site senaite has users token and trust original now.\n");
        (one.GetProperty("site").GetProperty("users").GetString(), one.GetProperty("site").GetProperty("trust").GetString())
            .ShouldBe(("token", "roles"));
        if (runs)
        {
            (await workplace.RunAsync("stats", "--user", "anybody")).ShouldExitWith(0);
            return;
        }

        await using var second = await workplace.ServeAsync();
        (await workplace.RunAsync("stats", "--user", "anybody")).ShouldExitWith(0);
    }

    [Fact]
    public async Task A_new_key_is_valid_beside_the_old_one_until_that_is_retired()
    {
        using var workplace = new Workplace();
        await using var server = await workplace.ServeAsync();
        var old = (await workplace.RunAsync("site", "key", "senaite")).ShouldExitWith(0).Output.Trim();

        var rotated = (await workplace.RunAsync("site", "key", "senaite", "--rotate", "--json")).ShouldExitWith(0).Json;
        var key = rotated.GetProperty("key").GetString()!;
        key.ShouldNotBe(old);
        rotated.GetProperty("also_valid")[0].GetString().ShouldBe(old);
        (await File.ReadAllTextAsync(workplace.File("data/keys/senaite.key"), Token)).ShouldBe($"{key}\n");
        (await workplace.RunAsync("stats", "--auth-key", old)).ShouldExitWith(0);
        (await workplace.RunAsync("stats")).ShouldExitWith(0);

        (await workplace.RunAsync("site", "key", "senaite", "--retire-old")).ShouldExitWith(0);
        (await workplace.RunAsync("stats", "--auth-key", old)).ShouldExitWith(1);
        (await workplace.RunAsync("stats")).ShouldExitWith(0);
        (await workplace.RunAsync("site", "key", "nowhere")).ShouldExitWith(1).Error.ShouldContain(
            "There is no site 'nowhere'. Sites: senaite.");
    }

    [Fact]
    public async Task An_old_key_may_be_given_a_time_after_which_it_is_retired()
    {
        using var workplace = new Workplace();
        await using var server = await workplace.ServeAsync();
        var old = (await workplace.RunAsync("site", "key", "senaite")).ShouldExitWith(0).Output.Trim();

        (await workplace.RunAsync("site", "key", "senaite", "--rotate", "--old-hours", "2")).ShouldExitWith(0);

        (await workplace.RunAsync("stats", "--auth-key", old)).ShouldExitWith(0);
        var told = (await workplace.RunAsync("site", "key", "senaite")).ShouldExitWith(0);
        told.Error.ShouldContain("1 older key of senaite still valid beside it, until ");
    }

    [Fact]
    public async Task Two_sites_without_a_name_make_a_command_ask_for_one()
    {
        using var workplace = new Workplace();
        (await workplace.RunAsync("site", "add", "lab1")).ShouldExitWith(0);
        (await workplace.RunAsync("user", "list")).ShouldExitWith(0);
        (await workplace.RunAsync("site", "add", "lab2")).ShouldExitWith(0);

        var result = await workplace.RunAsync("user", "list");

        result.ShouldExitWith(2).Error.ShouldContain("There are 2 sites; say with --site which one: lab1, lab2.");
    }

    [Fact]
    public async Task Two_new_keys_are_never_the_same()
    {
        using var workplace = new Workplace();

        var text = (await workplace.RunAsync("keygen")).ShouldExitWith(0).Output.Trim();
        var json = (await workplace.RunAsync("keygen", "--json")).ShouldExitWith(0).Json.GetProperty("key").GetString();

        FernetToken.IsKey(text).ShouldBeTrue();
        FernetToken.IsKey(json).ShouldBeTrue();
        text.ShouldNotBe(json);
    }

    private static async Task<HttpStatusCode> SignInAsync(RunningServer server, string username, string password)
    {
        using var http = server.SignIn(username, password);
        using var answer = await http.GetAsync("tasks", Token);
        return answer.StatusCode;
    }
}
