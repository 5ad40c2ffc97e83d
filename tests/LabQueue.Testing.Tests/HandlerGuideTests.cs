using LabQueue.Consumer;
using LabQueue.TestKit;
using LabQueue.TestKit.Docs;

namespace LabQueue.Testing.Tests;

/// <summary>The trial of the guide "Write a handler".</summary>
public sealed class HandlerGuideTests
{
    [Fact]
    public async Task Verifying_stands_what_a_queue_does()
    {
        var task = new QueueTask
        {
            TaskUid = "00000000000000000000000000000001",
            Name = "task_action_verify",
            ContextUid = "0",
            ContextPath = "/senaite/worksheets/WS-001",
            Uids = ["a", "b", "c"],
            ChunkSize = 2,
        };

        await new HandlerTrial(LaboratoryWorld.CreateAsync, task).RunAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public void The_guide_shows_this_trial()
    {
        var file = File.ReadAllText(RepositoryRoot.Combine("tests", "LabQueue.Testing.Tests", "HandlerGuideTests.cs"));
        var shown = DocPage.Of("docs", "guides", "write-a-handler.md").Blocks.Last(block => block.Language == "csharp").Text;

        Trimmed(file).ShouldContain(Trimmed(shown));
    }

    private static string Trimmed(string text) =>
        string.Join('\n', text.TrimEnd().Split('\n').Select(line => line.Trim()));

    private sealed class LaboratoryWorld : ITrialWorld, ITaskHandler
    {
        private readonly SortedSet<string> _verified = new(StringComparer.Ordinal);

        public static Task<ITrialWorld> CreateAsync() => Task.FromResult<ITrialWorld>(new LaboratoryWorld());

        public ITaskHandler NewHandler() => this;

        public Task<IReadOnlyList<string>> EffectsAsync() => Task.FromResult<IReadOnlyList<string>>([.. _verified]);

        public Task HandleAsync(TaskRun run, CancellationToken cancellationToken)
        {
            lock (_verified)
            {
                _verified.UnionWith(run.Chunk.Select(uid => $"{run.Task.TaskUid} verified {uid}"));
            }

            return Task.CompletedTask;
        }
    }
}
