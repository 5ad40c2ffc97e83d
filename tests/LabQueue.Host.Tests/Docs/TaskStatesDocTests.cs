using System.Globalization;
using LabQueue.Engine;
using LabQueue.TestKit;
using LabQueue.TestKit.Docs;

namespace LabQueue.Host.Tests.Docs;

public sealed class TaskStatesDocTests
{
    private static readonly DocPage Page = DocPage.Of("docs", "reference", "task-states.md");

    [Fact]
    public void Every_state_is_described_and_nothing_else() => Page.Table("State").Column("State").Select(DocTable.Plain)
        .ShouldBe(Enum.GetNames<QueueTaskStatus>().Select(name => name.ToLowerInvariant()), ignoreOrder: true);

    [Fact]
    public async Task Every_transition_is_the_programs_own()
    {
        var table = Page.Table("From");
        for (var row = 0; row < table.Rows.Count; row++)
        {
            var (from, happens) = (DocTable.Plain(table.Column("From")[row]), table.Column("What happens")[row]);
            await using var life = await TaskLife.BeginAsync(TestContext.Current.CancellationToken);
            await life.BringToAsync(from, happens);

            await life.LetHappenAsync(happens);

            (await life.StateAsync()).ShouldBe(DocTable.Plain(table.Column("To")[row]), $"{from}, {happens}");
        }
    }

    [Fact]
    public void The_figures_are_the_programs_own()
    {
        var settings = new SiteSettings();
        var task = TaskLifecycle.Create(Given.NewTask(), settings, "lab_clerk", arrival: 1, Given.Now);
        int[] figures =
        [
            TaskOrder.SecondsPerPriority, TaskLifecycle.RetryDelaySeconds, TaskLifecycle.PurgeOwnSeconds,
            new NewTask("n", "0", "/").Priority, SettingRules.Retries(settings), task.MaxSeconds, task.ChunkSize,
            settings.MaxOrphaned, SettingRules.MaxConcurrent(settings), (int)QueueLimits.DefaultLease.TotalSeconds,
            (int)QueueLimits.ShortestLease.TotalSeconds, (int)QueueLimits.LongestLease.TotalSeconds,
            (int)QueueLimits.PopWait.TotalSeconds, QueueLimits.TasksPerPop,
        ];

        Page.Table("Figure").Column("Value")
            .ShouldBe(figures.Select(figure => figure.ToString(CultureInfo.InvariantCulture)));
    }

    [Fact]
    public void The_series_are_the_programs_own()
    {
        var failed = Given.RunningTask() with { ChunkSize = 10, MaxSeconds = 120, Retries = 9 };
        List<int> chunks = [failed.ChunkSize];
        List<int> seconds = [failed.MaxSeconds];
        for (var task = failed; task.ChunkSize > 1;)
        {
            task = TaskLifecycle.TimeOut(task, Given.Now) with { Status = QueueTaskStatus.Running };
            chunks.Add(task.ChunkSize);
            seconds.Add(task.MaxSeconds);
        }

        var text = string.Join(' ', Page.Lines);
        text.ShouldContain($"rounded up: {string.Join(", ", chunks)}.");
        text.ShouldContain($"rounded up, too: {string.Join(", ", seconds.Take(4))} seconds.");
    }

    [Fact]
    public void The_example_of_the_order_is_right()
    {
        var table = Page.Table("Task");
        var begin = Given.Now;
        var tasks = table.Rows.Select(row => Given.Task(row[0]) with
        {
            Created = begin.AddMinutes(Number(row[1])),
            Priority = Number(row[2]),
        }).ToArray();

        var due = tasks.Select(task => (TaskOrder.Due(task.Created, task.Priority) - begin.ToMicroseconds()) / 60_000_000);
        var order = tasks.OrderBy(task => TaskOrder.Key(task, [])).Select(task => task.TaskUid).ToList();

        table.Column("Created + 5 × priority").Select(Number).ShouldBe(due.Select(minutes => (int)minutes));
        table.Column("Turn").Select(Number).ShouldBe(tasks.Select(task => order.IndexOf(task.TaskUid) + 1));
    }

    private static int Number(string cell) => int.Parse(cell, CultureInfo.InvariantCulture);
}
