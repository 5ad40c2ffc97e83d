using LabQueue.Client;
using LabQueue.Consumer.Tests.Running;
using LabQueue.TestKit;
using LabQueue.TestKit.Serving;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace LabQueue.Consumer.Tests;

/// <summary>The same consumer, its queue behind the real server and HTTP.</summary>
public sealed class OverHttpTests
{
    private static readonly string[] Objects = Given.Uids("a", "b", "c");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Chunks_and_outcomes_arrive()
    {
        await using var server = await ServerFixture.StartAsync(settings => settings with { Users = UsersMode.Token });
        using var client = Connect(server);
        var queue = new ObservedQueue(client);
        await using var services = Services(server, queue, consumer => consumer.AddHandler("work", (run, _) =>
        {
            if (run.Chunk.Contains(Objects[1]))
            {
                run.Refused(Objects[1], "nein, weil ü");
            }

            return Task.CompletedTask;
        }));
        var consumer = services.GetRequiredService<IHostedService>();
        await consumer.StartAsync(Token);

        await client.AddAsync([Bench.Wish("t1", uids: Objects) with { ChunkSize = 2 }], Given.Clerk, Token);
        (await queue.NextReportAsync()).Outcome.ShouldBe(ReportOutcome.Accepted);
        (await queue.NextReportAsync()).Outcome.ShouldBe(ReportOutcome.Accepted);

        var story = (await server.Queue.ExplainAsync(Given.Uid("t1"), Token))!;
        story.End!.Task.Status.ShouldBe(QueueTaskStatus.Done);
        story.Outcomes.ShouldBe(
        [
            new ItemOutcome(Objects[0], ItemOutcomeKind.Done),
            new ItemOutcome(Objects[1], ItemOutcomeKind.Refused, "nein, weil ü"),
            new ItemOutcome(Objects[2], ItemOutcomeKind.Done),
        ]);
        await consumer.StopAsync(Token);
    }

    [Fact]
    public async Task A_stop_ends_the_call_that_waits_and_keeps_nothing_that_came_with_it()
    {
        await using var server = await ServerFixture.StartAsync(settings => settings with { Users = UsersMode.Token });
        using var client = Connect(server);
        var queue = new ObservedQueue(client);
        await using var services = Services(
            server, queue, consumer => consumer.AddHandler("work", (_, _) => Task.CompletedTask));
        var consumer = services.GetRequiredService<IHostedService>();
        await consumer.StartAsync(Token);
        await queue.NextWaitAsync();

        // The call may be on its way back with the task when the stop comes: then the task is given back.
        var adding = client.AddAsync([Bench.Wish("t1", "unheard_of") with { Retries = 0 }], Given.Clerk, Token);
        var stopping = consumer.StopAsync(Token);
        await adding;
        await stopping;

        var task = (await server.Queue.FindAsync(Given.Uid("t1"), Token)).ShouldNotBeNull();
        task.Status.ShouldBeOneOf(QueueTaskStatus.Queued, QueueTaskStatus.Failed);
        (await client.StatsAsync(Token)).Running.ShouldBe(0);
    }

    [Fact]
    public async Task A_key_that_the_server_does_not_know_is_told_and_ends_nothing()
    {
        await using var server = await ServerFixture.StartAsync(settings => settings with { Users = UsersMode.Token });
        using var client = Connect(server, FernetToken.NewKey());
        var queue = new ObservedQueue(client);
        await using var services = Services(
            server, queue, consumer => consumer.AddHandler("work", (_, _) => Task.CompletedTask));
        var consumer = services.GetRequiredService<IHostedService>();

        await consumer.StartAsync(Token);

        var refusal = (await queue.NextFailureAsync()).Message;
        refusal.ShouldStartWith("Unauthorized: http://");
        refusal.ShouldEndWith(" does not take the user 'queue_consumer' with this key.");
        var status = services.GetRequiredService<ConsumerStatus>();
        while (status.Trouble != refusal)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, Token);
        }

        await consumer.StopAsync(Token);
    }

    private static QueueClient Connect(ServerFixture server, string? key = null) => new(
        new QueueClientOptions
        {
            BaseAddress = new Uri(server.Base),
            AuthKey = key ?? server.Key,
            Username = "queue_consumer",
            Retries = 0,
        },
        server.Clock);

    private static ServiceProvider Services(ServerFixture server, IQueue queue, Action<ConsumerBuilder> handlers)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<TimeProvider>(server.Clock);
        services.AddSingleton(queue);
        handlers(services.AddLabQueueConsumer(options => options.ConsumerId = "consumer-1"));
        return services.BuildServiceProvider();
    }
}
