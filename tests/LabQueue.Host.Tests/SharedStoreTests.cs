using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using LabQueue.Host.Tests.Running;
using LabQueue.TestKit;

namespace LabQueue.Host.Tests;

/// <summary>Queue and laboratory on PostgreSQL: one option, and operators' commands find them there.</summary>
public sealed class SharedStoreTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_start_on_another_machine_serves_the_laboratory_that_the_first_one_began()
    {
        using var first = new Workplace { Environment = { ["LABQUEUE__STORE"] = PostgresSchema.New() } };
        using var second = new Workplace { Environment = { ["LABQUEUE__STORE"] = first.Environment["LABQUEUE__STORE"] } };
        await using var one = await first.ServeAsync();
        using var admin = await SignInAsync(first, one);
        using (var made = await admin.PostAsJsonAsync("client/create", new JsonObject { ["title"] = "Happy Hills", ["ClientID"] = "HH" }, Token))
        {
            made.IsSuccessStatusCode.ShouldBeTrue();
        }

        await using var two = await second.ServeAsync();

        two.Announced.GetProperty("laboratory").GetString().ShouldBe("senaite");
        using var other = await SignInAsync(first, two);
        (await other.GetFromJsonAsync<JsonObject>("client", Token)).ShouldNotBeNull()["count"]!.GetValue<int>().ShouldBe(1);
        File.Exists(first.File("data/lims.db")).ShouldBeFalse();
    }

    [Fact]
    public async Task Operators_commands_find_queue_and_laboratory_there()
    {
        using var workplace = new Workplace { Environment = { ["LABQUEUE__STORE"] = PostgresSchema.New() } };
        (await workplace.RunAsync("audit", "verify")).ShouldExitWith(1).Error.ShouldContain("There is no laboratory in the database");
        await using (var server = await workplace.ServeAsync())
        {
            (await workplace.RunAsync("user", "add", "analyst3", "--role", "Analyst")).ShouldExitWith(0);
            await server.StopAsync();
        }

        (await workplace.RunAsync("user", "list")).ShouldExitWith(0).Output.ShouldContain("analyst3");
        (await workplace.RunAsync("migrate")).ShouldExitWith(0).Output.ShouldContain("is the newest");
        (await workplace.RunAsync("audit", "verify")).ShouldExitWith(0).Output.ShouldContain("are as they were written");
        (await workplace.RunAsync("doctor")).Output.ShouldContain("laboratory: Schema 1; PostgreSQL");
        (await workplace.RunAsync("backup", "copy.db")).ShouldExitWith(1).Error.ShouldContain("pg_dump");
        (await workplace.RunAsync("restore", "copy.db")).ShouldExitWith(1).Error.ShouldContain("pg_restore");
    }

    private static async Task<HttpClient> SignInAsync(Workplace workplace, RunningServer server)
    {
        var password = (await File.ReadAllTextAsync(workplace.File("data/admin-password"), Token)).Trim();
        return new HttpClient
        {
            BaseAddress = new Uri($"{server.Address}/@@API/senaite/v1/"),
            DefaultRequestHeaders =
            {
                Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"admin:{password}"))),
            },
        };
    }
}
