using LabQueue.TestKit.Serving;

namespace LabQueue.Server.Tests.Hosting;

public sealed class FrontDoorTests
{
    [Theory]
    [InlineData("")]
    [InlineData("senaite")]
    [InlineData("senaite/")]
    public async Task A_person_who_opens_the_servers_address_is_led_to_the_reference(string address)
    {
        await using var server = await ServerFixture.StartAsync();

        using var answer = await GetAsync(server, address);

        ((int)answer.StatusCode).ShouldBe(302);
        answer.Headers.Location!.OriginalString.ShouldBe("/api");
    }

    [Theory]
    [InlineData("nosite")]
    [InlineData("senaite/worksheets")]
    [InlineData("senaite/@@API")]
    public async Task What_is_not_there_is_not_led_anywhere(string address)
    {
        await using var server = await ServerFixture.StartAsync();

        using var answer = await GetAsync(server, address);

        ((int)answer.StatusCode).ShouldBe(404);
    }

    [Fact]
    public async Task What_is_posted_there_is_not_led_anywhere()
    {
        await using var server = await ServerFixture.StartAsync();
        using var content = new StringContent("{}");

        using var answer = await server.Http.PostAsync(
            new Uri("senaite", UriKind.Relative), content, TestContext.Current.CancellationToken);

        ((int)answer.StatusCode).ShouldBe(404);
    }

    // The client would follow by itself.
    private static async Task<HttpResponseMessage> GetAsync(ServerFixture server, string address)
    {
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false };
        using var http = new HttpClient(handler);
        return await http.GetAsync(new Uri(server.Http.BaseAddress!, address), TestContext.Current.CancellationToken);
    }
}
