namespace LabQueue.Host.Demo;

/// <summary>The tasks of the demo: a morning in a laboratory that is busy with its worksheets.</summary>
internal static class DemoTasks
{
    private const string Assign = "task_assign_analyses";
    private const string Unassign = "task_action_unassign";
    private const string Submit = "task_action_submit";
    private const string Verify = "task_action_verify";
    private const string Publish = "task_action_publish";
    private const string Security = "task_reindex_object_security";

    /// <summary>All of them, in the order in which they are added.</summary>
    public static IReadOnlyList<DemoTask> All { get; } = Number(
        (DemoFate.Done, Assign, "worksheets/WS-001", 24, "labmanager", 52, 10),
        (DemoFate.Done, Assign, "worksheets/WS-002", 36, "labmanager", 51, 10),
        (DemoFate.Done, Submit, "worksheets/WS-001", 24, "analyst1", 44, 10),
        (DemoFate.Done, Unassign, "worksheets/WS-002", 4, "labmanager", 41, 10),
        (DemoFate.Done, Verify, "worksheets/WS-001", 24, "verifier1", 37, 10),
        (DemoFate.Done, Submit, "worksheets/WS-002", 32, "analyst2", 33, 10),
        (DemoFate.Done, Security, "clients/client-1", 180, "siteadmin", 31, 20),
        (DemoFate.Done, Verify, "worksheets/WS-002", 32, "verifier1", 27, 10),
        (DemoFate.Done, Publish, "clients/client-1/W-0001", 6, "publisher1", 22, 15),
        (DemoFate.Done, Publish, "clients/client-2/W-0007", 6, "publisher1", 21, 15),
        (DemoFate.Failed, Publish, "clients/client-3/W-0012", 6, "publisher1", 20, 15),
        (DemoFate.Failed, Verify, "worksheets/WS-003", 12, "verifier1", 18, 10),
        (DemoFate.Failed, Security, "clients/client-3", 240, "siteadmin", 16, 20),
        (DemoFate.Begun, Assign, "worksheets/WS-004", 60, "labmanager", 12, 10),
        (DemoFate.Running, Submit, "worksheets/WS-005", 18, "analyst1", 9, 10),
        (DemoFate.Running, Verify, "worksheets/WS-006", 30, "verifier1", 8, 10),
        (DemoFate.Running, Security, "clients/client-2", 320, "siteadmin", 7, 20),
        (DemoFate.Waiting, Assign, "worksheets/WS-007", 48, "labmanager", 7, 10),
        (DemoFate.Waiting, Assign, "worksheets/WS-008", 48, "labmanager", 7, 10),
        (DemoFate.Waiting, Assign, "worksheets/WS-009", 12, "clerk1", 6, 10),
        (DemoFate.Waiting, Unassign, "worksheets/WS-006", 3, "labmanager", 6, 5),
        (DemoFate.Waiting, Submit, "worksheets/WS-007", 48, "analyst1", 6, 10),
        (DemoFate.Waiting, Submit, "worksheets/WS-008", 48, "analyst2", 5, 10),
        (DemoFate.Waiting, Submit, "worksheets/WS-009", 12, "analyst2", 5, 10),
        (DemoFate.Waiting, Verify, "worksheets/WS-005", 18, "verifier1", 5, 10),
        (DemoFate.Waiting, Verify, "worksheets/WS-007", 48, "verifier1", 4, 8),
        (DemoFate.Waiting, Publish, "clients/client-1/W-0021", 3, "publisher1", 4, 15),
        (DemoFate.Waiting, Publish, "clients/client-1/W-0022", 3, "publisher1", 4, 15),
        (DemoFate.Waiting, Publish, "clients/client-2/W-0023", 3, "publisher1", 3, 15),
        (DemoFate.Waiting, Publish, "clients/client-2/W-0024", 3, "publisher1", 3, 0),
        (DemoFate.Waiting, Publish, "clients/client-3/W-0025", 3, "publisher1", 3, 15),
        (DemoFate.Waiting, Security, "clients/client-1", 64, "siteadmin", 2, 20),
        (DemoFate.Waiting, Security, "clients/client-3", 64, "siteadmin", 2, 20),
        (DemoFate.Waiting, Assign, "worksheets/WS-010", 96, "labmanager", 2, 10),
        (DemoFate.Waiting, Unassign, "worksheets/WS-010", 5, "labmanager", 1, 10),
        (DemoFate.Waiting, Assign, "worksheets/WS-011", 300, "labmanager", 1, 10),
        (DemoFate.Later, Publish, "clients/client-1/W-0031", 3, "publisher1", 30, 15),
        (DemoFate.Later, Publish, "clients/client-2/W-0032", 3, "publisher1", 60, 15),
        (DemoFate.Later, Security, "clients/client-2", 900, "siteadmin", 240, 30),
        (DemoFate.Later, Security, "clients/client-1", 900, "siteadmin", 480, 30));

    /// <summary>Those with a fate.</summary>
    public static IReadOnlyList<DemoTask> Of(params ReadOnlySpan<DemoFate> fates)
    {
        var wanted = fates.ToArray();
        return [.. All.Where(task => wanted.Contains(task.Fate))];
    }

    private static DemoTask[] Number(
        params ReadOnlySpan<(DemoFate Fate, string Name, string Place, int Objects, string User, int Minutes, int Priority)>
            tasks)
    {
        var numbered = new DemoTask[tasks.Length];
        for (var index = 0; index < tasks.Length; index++)
        {
            var (fate, name, place, objects, user, minutes, priority) = tasks[index];
            numbered[index] = new DemoTask(index + 1, fate, name, place, objects, user, minutes, priority);
        }

        return numbered;
    }
}
