using System.Text.Json.Nodes;
using LabQueue.Lims.Access;

namespace LabQueue.Lims.Tests.Api;

/// <summary>Who is known, and by what.</summary>
public sealed class SessionTests : IAsyncLifetime
{
    private LabServer _server = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync() => _server = await LabServer.StartAsync();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task The_version_is_for_everybody_and_nothing_else()
    {
        (await _server.GetAsync(null, "version")).ShouldBe(200).Json["version"].ShouldNotBeNull();
        (await _server.GetAsync(null, "search")).ShouldBe(401);
        (await _server.GetAsync(null, "users/current")).ShouldBe(200).Item["authenticated"]!.GetValue<bool>().ShouldBeFalse();
        (await _server.GetAsync(null, "auth")).ShouldBe(401);
        (await _server.GetAsync("analyst", "no/such/address/at/all")).ShouldBe(404);
    }

    [Fact]
    public async Task A_wrong_password_is_refused_and_noted()
    {
        var answer = await _server.PostAsync(null, "login", new JsonObject { ["__ac_name"] = "analyst", ["__ac_password"] = "wrong" });

        answer.ShouldBe(401).Message.ShouldBe("Invalid Credentials");
        (await _server.Laboratory.ReadAsync(reader => reader.QueryAsync<string>(
            "select path from audit where action = 'login_failed'", new { }, Token))).ShouldBe(["/senaite/acl_users/analyst"]);
    }

    [Fact]
    public async Task T47_Nobody_signs_in_by_GET_and_a_session_changes_nothing_without_its_token()
    {
        (await _server.GetAsync(null, "login?__ac_name=clerk&__ac_password=some-word-1")).ShouldBe(405);

        var (cookie, token) = await LoginAsync("clerk");
        var client = new JsonObject { ["title"] = "Happy Hills", ["ClientID"] = "HH" };

        (await _server.GetAsync(null, "users/current", ("Cookie", cookie))).Item["username"]!.ToString().ShouldBe("clerk");
        (await _server.PostAsync(null, "client/create", client, ("Cookie", cookie))).ShouldBe(403).Message.ShouldContain("X-CSRF-Token");
        (await _server.PostAsync(null, "client/create", client, ("Cookie", cookie), ("X-CSRF-Token", "0"))).ShouldBe(403);
        (await _server.PostAsync(null, "client/create", client, ("Cookie", cookie), ("X-CSRF-Token", token))).ShouldBe(200);
    }

    [Fact]
    public async Task A_cookie_is_out_of_reach_of_scripts_and_ends_with_the_password()
    {
        var login = await _server.PostAsync(null, "login", Pair("analyst"));
        login.Cookies.ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            cookie => cookie.ShouldStartWith("__ac="),
            cookie => cookie.ShouldContain("httponly", Case.Insensitive),
            cookie => cookie.ShouldContain("samesite=lax", Case.Insensitive));
        var (cookie, _) = await LoginAsync("analyst");

        (await _server.PostAsync("admin", "users/analyst/password", new JsonObject { ["password"] = "another-word" })).ShouldBe(200);

        (await _server.GetAsync(null, "search", ("Cookie", cookie))).ShouldBe(401);
    }

    [Fact]
    public async Task A_token_made_with_the_sites_key_is_known_and_one_of_another_key_is_not()
    {
        var now = _server.Laboratory.Time.GetUtcNow();
        var right = FernetToken.Create(LabServer.Key, "analyst", now);
        var foreign = FernetToken.Create(FernetToken.NewKey(), "analyst", now);

        (await _server.GetAsync(null, "users/current", (FernetToken.Header, right))).Item["username"]!.ToString().ShouldBe("analyst");
        (await _server.GetAsync(null, "search", (FernetToken.Header, foreign))).ShouldBe(401);
    }

    [Fact]
    public async Task T61_Users_are_listed_for_those_who_administer_them_only()
    {
        foreach (var user in (string[])["analyst", "clerk", "verifier", "publisher", "inspector", "rita"])
        {
            (await _server.GetAsync(user, "users")).ShouldBe(403);
            (await _server.GetAsync(user, "users/admin")).ShouldBe(403);
            (await _server.GetAsync(user, $"users/{user}")).ShouldBe(200);
        }

        (await _server.GetAsync("siteadmin", "users")).ShouldBe(200).Count.ShouldBeGreaterThan(5);
    }

    [Fact]
    public async Task T45_Passwords_have_eight_characters_at_least()
    {
        var user = new JsonObject { ["username"] = "neil", ["password"] = "1234567", ["roles"] = new JsonArray(Role.Analyst) };

        (await _server.PostAsync("siteadmin", "users/create", user)).ShouldBe(422).Message.ShouldContain("8 to 200");
        user["password"] = "12345678";
        (await _server.PostAsync("siteadmin", "users/create", user.DeepClone())).ShouldBe(200);
        (await _server.PostAsync("siteadmin", "users/create", user.DeepClone())).ShouldBe(409);
        user["username"] = "boss";
        user["roles"] = new JsonArray(Role.Manager);
        (await _server.PostAsync("siteadmin", "users/create", user)).ShouldBe(403);
    }

    [Fact]
    public async Task A_disabled_user_is_nobody()
    {
        (await _server.PostAsync("admin", "users/analyst/update", new JsonObject { ["disabled"] = true })).ShouldBe(200);

        (await _server.GetAsync("analyst", "search")).ShouldBe(401);
    }

    [Fact]
    public async Task The_consumers_user_does_nothing_else()
    {
        (await _server.GetAsync("consumer", "search")).ShouldBe(403);
        (await _server.PostAsync("consumer", "create", new JsonObject { ["portal_type"] = "Client" })).ShouldBe(403);
        (await _server.PostAsync("consumer", "queue_consumer/consume")).ShouldBe(200).Message.ShouldBe("The queue is off");
        (await _server.PostAsync("analyst", "queue_consumer/consume")).ShouldBe(403);
    }

    [Fact]
    public async Task T46_The_registry_is_for_administrators_and_keeps_secrets()
    {
        (await _server.GetAsync("analyst", "registry")).ShouldBe(403);
        (await _server.GetAsync("labmanager", "registry/senaite.queue")).ShouldBe(403);

        (await _server.GetAsync("admin", "registry/senaite.queue.auth_key")).ShouldBe(200)
            .Item["senaite.queue.auth_key"]!.ToString().ShouldBe("********");
    }

    private static JsonObject Pair(string user) => new() { ["__ac_name"] = user, ["__ac_password"] = GivenClients.Password };

    private async Task<(string Cookie, string Token)> LoginAsync(string user)
    {
        var answer = (await _server.PostAsync(null, "login", Pair(user))).ShouldBe(200);
        return (answer.Cookies[0].Split(';')[0], answer.Json["csrf_token"]!.ToString());
    }
}
