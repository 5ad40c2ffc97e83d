using LabQueue.Lims.Background;
using LabQueue.Lims.Workflow;

namespace LabQueue.Lims.Tests.Background;

/// <summary>The consumer of the laboratory asks the queue for these names, and for no others.</summary>
public sealed class TaskNamesTests
{
    [Fact]
    public void All_have_the_task_of_every_work_that_the_laboratory_queues()
    {
        string[] works =
        [
            WorkAction.Assign, WorkAction.ApplyTemplate, WorkAction.Register, WorkAction.Grant, WorkAction.Revoke,
            .. Machines.All.SelectMany(machine => machine.Transitions).Select(transition => transition.Id),
        ];

        works.Select(TaskNames.Of).ShouldBeSubsetOf(TaskNames.All);
        TaskNames.All.ShouldContain("task_generic_action");
        TaskNames.All.ShouldContain("task_action_verify");
        TaskNames.All.ShouldBeUnique();
    }

    [Theory]
    [InlineData("task_greet")]
    [InlineData("task_action_print")]
    [InlineData("task_action_")]
    public void None_is_the_name_of_a_task_that_the_laboratory_does_not_know(string name) => TaskNames.All.ShouldNotContain(name);
}
