using LabQueue.TestKit;

namespace LabQueue.Client.Tests;

public sealed class WatchingTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_happens_is_told_as_it_happens()
    {
        await using var server = await RunningServer.StartAsync();
        await using var events = server.Client.WatchAsync(after: 0, Token).GetAsyncEnumerator(Token);
        await server.Client.AddAsync([Given.NewTask("t1")], Given.Clerk, Token);
        await server.Client.PopAsync(Given.Pop(), Token);
        await server.Client.ReportAsync(new TaskReport(ReportKind.Done, Given.Uid("t1")), Token);

        List<QueueEvent> told = [];
        while (told.Count < 3 && await events.MoveNextAsync())
        {
            told.Add(events.Current);
        }

        told.Select(happened => happened.Kind).ShouldBe(["added", "started", "done"]);
        told.ShouldAllBe(happened => happened.TaskUid == Given.Uid("t1") && happened.Time == Given.Now);
        told[0].Username.ShouldBe(Given.Clerk.Username);
        told.Select(happened => happened.Number).ShouldBeInOrder();
    }

    [Fact]
    public async Task A_stream_goes_on_behind_a_number()
    {
        await using var server = await RunningServer.StartAsync();
        await server.Client.AddAsync([Given.NewTask("t1")], Given.Clerk, Token);
        await server.Client.AddAsync([Given.NewTask("t2")], Given.Clerk, Token);
        var first = await FirstAsync(server.Client.WatchAsync(after: 0, Token));

        var second = await FirstAsync(server.Client.WatchAsync(first.Number, Token));

        (first.TaskUid, second.TaskUid).ShouldBe((Given.Uid("t1"), Given.Uid("t2")));
    }

    [Fact]
    public async Task A_stream_ends_when_the_server_stops()
    {
        await using var server = await RunningServer.StartAsync();
        await server.Client.AddAsync([Given.NewTask("t1")], Given.Clerk, Token);
        await using var events = server.Client.WatchAsync(after: 0, Token).GetAsyncEnumerator(Token);
        (await events.MoveNextAsync()).ShouldBeTrue();

        var stopping = server.StopAsync();

        (await events.MoveNextAsync()).ShouldBeFalse();
        await stopping;
    }

    [Fact]
    public async Task A_stream_is_left_by_its_token()
    {
        await using var server = await RunningServer.StartAsync();
        await server.Client.AddAsync([Given.NewTask("t1")], Given.Clerk, Token);
        using var leaving = new CancellationTokenSource();
        await using var events = server.Client.WatchAsync(after: 0, leaving.Token).GetAsyncEnumerator(Token);
        (await events.MoveNextAsync()).ShouldBeTrue();

        await leaving.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(async () => await events.MoveNextAsync());
    }

    private static async Task<QueueEvent> FirstAsync(IAsyncEnumerable<QueueEvent> events)
    {
        await foreach (var happened in events)
        {
            return happened;
        }

        throw new InvalidOperationException("The stream ended.");
    }
}
