using LabQueue.EndToEnd.Tests.Running;
using LabQueue.TestKit;

namespace LabQueue.EndToEnd.Tests.Live;

/// <summary>Pages that are open hear of what happens in the queue, however many they are, and whoever of them sleeps.</summary>
public sealed class LivePagesTests
{
    private const long MostGrowth = 128L << 20;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Twenty_pages_hear_of_each_task_though_one_more_reads_nothing()
    {
        using var folder = new ScratchFolder();
        await using var server = await ServerProcess.StartAsync(SetupOf(folder), Token);
        await using var crowd = new LiveCrowd(server);

        await crowd.RunAsync(pages: 20, tasks: 5, Token);

        server.Faults.ShouldBeEmpty();
    }

    [Fact]
    [Trait("Category", "Long")]
    public async Task Five_hundred_pages_hear_of_each_task_though_one_more_reads_nothing()
    {
        Assert.SkipUnless(Seed.IsLong, "LABQUEUE_LONG is not 1.");
        using var folder = new ScratchFolder();
        await using var server = await ServerProcess.StartAsync(SetupOf(folder), Token);
        await using var crowd = new LiveCrowd(server);

        await crowd.RunAsync(pages: 500, tasks: 100, Token);

        List<string> problems = [.. server.Faults];
        if (crowd.Growth > MostGrowth)
        {
            problems.Add($"The memory has grown by {crowd.Growth} bytes; {MostGrowth} are allowed.");
        }

        Evidence.Write("live-pages", "Five hundred open pages", crowd.Figures, problems);
        problems.ShouldBeEmpty();
    }

    private static ServerSetup SetupOf(ScratchFolder folder) => new(folder.Path) { Options = ["--demo"] };
}
