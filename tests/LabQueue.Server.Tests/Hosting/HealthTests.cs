using LabQueue.TestKit.Serving;

namespace LabQueue.Server.Tests.Hosting;

public sealed class HealthTests
{
    [Theory]
    [InlineData("healthz", "healthy")]
    [InlineData("readyz", "ready")]
    public async Task A_server_that_is_well_says_so(string address, string status)
    {
        await using var server = await ServerFixture.StartAsync();

        var answer = await GetAsync(server, address);

        answer.Status.ShouldBe(200);
        answer.Json.GetProperty("status").GetString().ShouldBe(status);
    }

    [Fact]
    public async Task A_server_without_its_store_lives_and_is_not_ready()
    {
        await using var server = await ServerFixture.StartAsync();
        await server.CloseStoreAsync();

        (await GetAsync(server, "healthz")).Status.ShouldBe(200);
        var answer = await GetAsync(server, "readyz");

        answer.Status.ShouldBe(503);
        answer.Json.GetProperty("reason").GetString().ShouldNotBeNullOrEmpty();
    }

    private static async Task<ServerAnswer> GetAsync(ServerFixture server, string address) => await ServerAnswer.ReadAsync(
        await server.Http.GetAsync(new Uri(address, UriKind.Relative), TestContext.Current.CancellationToken));
}
