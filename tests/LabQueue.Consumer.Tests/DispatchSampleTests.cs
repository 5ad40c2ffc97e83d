using Dispatch;
using LabQueue.Consumer.Tests.Running;
using LabQueue.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace LabQueue.Consumer.Tests;

/// <summary>The sample <c>samples/Dispatch</c> does what its page says.</summary>
public sealed class DispatchSampleTests : IDisposable
{
    private static readonly string[] Samples = Given.Uids("a", "b", "c", "d", "e");

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("labqueue-dispatch-");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Samples_are_dispatched_in_chunks_and_each_once()
    {
        await using var bench = await StartAsync();
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, $"{Samples[3]}.dispatched"), "an earlier task", Token);

        await bench.AddAsync(Bench.Wish("t1", "task_action_dispatch", Samples) with { ChunkSize = 2 });
        await WaitForChunksAsync(bench);

        var outcomes = (await bench.Past.ExplainAsync(Given.Uid("t1"), Token))!.Outcomes;
        outcomes.Select(outcome => outcome.Outcome).ShouldBe(
        [
            ItemOutcomeKind.Done, ItemOutcomeKind.Done, ItemOutcomeKind.Done, ItemOutcomeKind.Refused, ItemOutcomeKind.Done,
        ]);
        outcomes[3].Message.ShouldBe("It was dispatched already, by task an earlier task.");
        Files("*.dispatched").Length.ShouldBe(5);
    }

    [Fact]
    public async Task A_file_is_made_for_each_sample()
    {
        await using var bench = await StartAsync();

        await bench.AddAsync(Bench.Wish("t1", "task_sample_files", Samples) with { ChunkSize = 2, Username = "rita" });
        await WaitForChunksAsync(bench);

        Files("*.txt").ShouldBe(Samples.Select(uid => $"{uid}.txt").Order(StringComparer.Ordinal));
        (await File.ReadAllTextAsync(Path.Combine(_folder.FullName, $"{Samples[0]}.txt"), Token))
            .ShouldBe($"Sample {Samples[0]}, for rita\n");
    }

    [Fact]
    public async Task A_chunk_that_comes_again_changes_nothing()
    {
        var task = new QueueTask
        {
            TaskUid = Given.Uid("t1"),
            Name = "task_action_dispatch",
            ContextUid = "0",
            ContextPath = "/senaite",
            Uids = Samples,
            ChunkSize = 5,
        };
        var handler = new DispatchHandler(new SampleFolder(_folder.FullName));
        await handler.HandleAsync(new TaskRun(task), Token);
        var again = new TaskRun(task);

        await handler.HandleAsync(again, Token);

        again.ToReport().Processed.Select(outcome => outcome.Outcome).ShouldAllBe(outcome => outcome == ItemOutcomeKind.Done);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static async Task WaitForChunksAsync(Bench bench)
    {
        for (var chunk = 0; chunk < 3; chunk++)
        {
            (await bench.Queue.NextReportAsync()).Outcome.ShouldBe(ReportOutcome.Accepted);
        }
    }

    private Task<Bench> StartAsync() => Bench.StartAsync(consumer =>
    {
        consumer.Services.AddSingleton(new SampleFolder(_folder.FullName));
        consumer.AddHandler<DispatchHandler>("task_action_dispatch").AddHandler<SampleFileHandler>("task_sample_files");
    });

    private string[] Files(string pattern) =>
        [.. _folder.GetFiles(pattern).Select(file => file.Name).Order(StringComparer.Ordinal)];
}
