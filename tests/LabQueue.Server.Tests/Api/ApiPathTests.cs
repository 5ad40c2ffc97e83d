using LabQueue.Api;
using LabQueue.Server.Api;

namespace LabQueue.Server.Tests.Api;

public sealed class ApiPathTests
{
    private const string Uid = "ba9ffeda51c002aeba9f66834738f7e1";

    [Theory]
    [InlineData("/senaite/@@API/senaite/v1", "version", null)]
    [InlineData("/senaite/@@API/senaite/v1/", "version", null)]
    [InlineData("/senaite/API/senaite/v1/version", "version", null)]
    [InlineData("/senaite/@@API/senaite/v1/queue_server/tasks", "queue_server/tasks", null)]
    [InlineData("/senaite/@@API//senaite/./v1/queue_server//tasks/", "queue_server/tasks", null)]
    [InlineData("/senaite/@@API/senaite/v1/queue_server/tasks/failed", "queue_server/tasks/{status}", "failed")]
    [InlineData("/senaite/@@API/senaite/v1/queue_server/uids/any", "queue_server/uids/{status}", "any")]
    [InlineData("/senaite/@@API/senaite/v1/queue_server/" + Uid, "queue_server/{uid}", Uid)]
    [InlineData("/senaite/@@API/senaite/v1/queue_server/--------------------------------", "queue_server/{uid}", "--------------------------------")]
    [InlineData("/senaite/@@API/senaite/v1/queue_server/requeue/" + Uid, "queue_server/requeue/{uid}", Uid)]
    [InlineData("/senaite/@@API/senaite/v1/queue_server/explain/" + Uid, "queue_server/explain/{uid}", Uid)]
    public void An_address_leads_to_its_route(string path, string template, string? argument)
    {
        ApiPath.TryParse(path, out var parsed).ShouldBeTrue();

        ApiRoutes.Find(parsed, out var found)!.Template.ShouldBe(template);
        found.ShouldBe(argument);
        parsed.Site.ShouldBe("senaite");
    }

    [Theory]
    [InlineData("/senaite/@@API/senaite/v1/nope")]
    [InlineData("/senaite/@@API/senaite/v1/version/more")]
    [InlineData("/senaite/@@API/senaite/v1/queue_server")]
    [InlineData("/senaite/@@API/senaite/v1/queue_server/nope")]
    [InlineData("/senaite/@@API/senaite/v1/queue_server/Tasks")]
    [InlineData("/senaite/@@API/senaite/v1/queue_server/tasks/a/b")]
    [InlineData("/senaite/@@API/senaite/v1/queue_server/add/x")]
    [InlineData("/senaite/@@API/senaite/v1/queue_server/requeue/short")]
    [InlineData("/senaite/@@API/senaite/v1/queue_server/ba9ffeda51c002aeba9f66834738f7e")]
    public void Other_addresses_of_the_API_have_no_route(string path)
    {
        ApiPath.TryParse(path, out var parsed).ShouldBeTrue();

        ApiRoutes.Find(parsed, out _).ShouldBeNull();
    }

    [Theory]
    [InlineData("/")]
    [InlineData("")]
    [InlineData("/senaite")]
    [InlineData("/@@API/senaite/v1")]
    [InlineData("/senaite/@@api/senaite/v1/version")]
    [InlineData("/senaite/@@API/SENAITE/v1/version")]
    [InlineData("/senaite/@@API/senaite/v2/version")]
    public void All_else_is_no_address_of_the_API(string path)
    {
        ApiPath.TryParse(path, out _).ShouldBeFalse();
    }
}
