using LabQueue.TestKit;
using LabQueue.Web.Queue;

namespace LabQueue.Web.Tests.Queue;

/// <summary>Changing many tasks in the background.</summary>
public sealed class TasksJobTests
{
    private readonly FakeQueue _queue = new();

    [Fact]
    public async Task What_became_of_each_task_is_counted()
    {
        _queue.Tasks = [Given.Task("t1"), Given.Task("t2"), Given.Task("t3"), Given.RunningTask("t4")];
        _queue.Gone = Given.Uid("t2");
        var job = await RunAsync();

        job.IsBroken.ShouldBeFalse();
        job.Tally.ShouldBe(new ChangeTally(Changed: 2, NotFound: 1, LeftAlone: 1));
    }

    [Fact]
    public async Task Only_what_is_meant_is_changed()
    {
        _queue.Tasks = [Given.Task("t1"), Given.Task("t2")];
        await RunAsync(task => task.TaskUid == Given.Uid("t2"));

        _queue.Deleted.ShouldBe([Given.Uid("t2")]);
    }

    [Fact]
    public async Task Whatever_goes_wrong_the_job_ends_and_tells_how_far_it_came()
    {
        _queue.Tasks = [Given.Task("t1"), Given.Task("t2")];
        _queue.Trouble = new InvalidOperationException("Nobody thought of this");
        var job = await RunAsync();

        job.IsBroken.ShouldBeTrue();
        job.Tally.ShouldBe(new ChangeTally(Changed: 1));
    }

    private async Task<TasksJob> RunAsync(Func<QueueTask, bool>? isMeant = null)
    {
        var job = new TasksJob(TaskChanges.Remove, new TaskSearch(), Given.Manager, total: null, priority: 0) { IsMeant = isMeant ?? (_ => true) };
        job.Start(_queue, TestContext.Current.CancellationToken);
        await job.Run;
        return job;
    }

    private sealed class FakeQueue() : QueueDecorator(null!)
    {
        public IReadOnlyList<QueueTask> Tasks { get; set; } = [];

        public string? Gone { get; set; }

        public Exception? Trouble { get; set; }

        public List<string> Deleted { get; } = [];

        public override Task<TaskSearchPage> FindTasksAsync(TaskSearch search, CancellationToken cancellationToken) =>
            Task.FromResult(new TaskSearchPage([.. Tasks.Select(task => new FoundTask(task, End: null))], Next: null, Known: null));

        public override Task<ChangeResult> DeleteAsync(string taskUid, Actor by, CancellationToken cancellationToken)
        {
            if (Deleted.Count > 0 && Trouble is { } trouble)
            {
                throw trouble;
            }

            Deleted.Add(taskUid);
            return Task.FromResult(new ChangeResult(taskUid == Gone ? ChangeOutcome.NotFound : ChangeOutcome.Changed, null));
        }
    }
}
