using LabQueue.Engine;
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

    [Fact]
    public async Task A_server_whose_data_folder_is_gone_is_not_ready()
    {
        await using var server = await ServerFixture.StartAsync();
        Directory.Move(server.Folder, server.Folder + "-aside");
        await Should.ThrowAsync<QueueStoreException>(() => server.Store.SweepAsync(TestContext.Current.CancellationToken));

        var answer = await GetAsync(server, "readyz");
        var added = await server.PostAsync("add", new { name = "task_x", context_uid = "0", context_path = "/senaite" });
        Directory.Move(server.Folder + "-aside", server.Folder);

        answer.Status.ShouldBe(503);
        answer.Json.GetProperty("reason").GetString().ShouldNotBeNull().ShouldContain("queue.db is gone");
        added.Status.ShouldBe(503);
    }

    private static async Task<ServerAnswer> GetAsync(ServerFixture server, string address) => await ServerAnswer.ReadAsync(
        await server.Http.GetAsync(new Uri(address, UriKind.Relative), TestContext.Current.CancellationToken));
}
