using LabQueue.Server.Hosting;
using LabQueue.TestKit;
using LabQueue.TestKit.Serving;
using Microsoft.Extensions.Logging.Abstractions;

namespace LabQueue.Server.Tests.Hosting;

public sealed class HousekeeperTests
{
    [Fact]
    public async Task A_round_ends_the_leases_of_silent_consumers()
    {
        await using var server = await ServerFixture.StartAsync();
        using var housekeeper = new Housekeeper(server.Store, server.Clock, NullLogger<Housekeeper>.Instance);
        var cancel = TestContext.Current.CancellationToken;
        await server.Queue.AddAsync([Given.NewTask()], Given.Clerk, cancel);
        await server.Queue.PopAsync(Given.LeasedPop(), cancel);

        await housekeeper.RunOnceAsync(cancel);
        (await server.GetAsync("tasks/running")).TaskUids.Count.ShouldBe(1);
        server.Clock.Jump(Given.Now.AddSeconds(15.1));
        await housekeeper.RunOnceAsync(cancel);

        (await server.GetAsync(Given.Uid("t1"))).Json.GetProperty("orphaned").GetInt32().ShouldBe(1);
    }
}
