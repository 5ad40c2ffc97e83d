using System.Text.Json;
using LabQueue.Lims.Api;
using LabQueue.TestKit;

namespace LabQueue.Lims.Tests.Api;

/// <summary>The description of the API has the laboratory's routes, and no others under that heading.</summary>
public sealed class OpenApiTests
{
    private const string Prefix = "/{site}/@@API/senaite/v1/";

    [Fact]
    public void Every_route_is_described_and_nothing_else()
    {
        var file = RepositoryRoot.Combine("src", "LabQueue.Server", "Reference", "openapi.json");
        var described = JsonElement.Parse(File.ReadAllText(file)).GetProperty("paths").EnumerateObject()
            .Where(path => path.Value.EnumerateObject().First().Value.GetProperty("tags")[0].GetString() == "Laboratory")
            .SelectMany(path => path.Value.EnumerateObject().Select(method => $"{method.Name.ToUpperInvariant()} {path.Name[Prefix.Length..]}"));

        // The version is described once, for the queue and the laboratory alike.
        var served = LabRoutes.All
            .Where(route => route.Template is not ("" or "version"))
            .SelectMany(route => route.Methods.Split(", ").Select(method => $"{method} {route.Template}"));

        described.ShouldBe(served, ignoreOrder: true);
    }
}
