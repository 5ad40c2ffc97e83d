using LabQueue.Lims.Background;
using LabQueue.Lims.Objects;

namespace LabQueue.Lims.Tests.Workflow;

/// <summary>Objects that wait for a task.</summary>
internal static class GivenPending
{
    /// <summary>The task that they wait for.</summary>
    public const string Task = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

    private static CancellationToken None => TestContext.Current.CancellationToken;

    /// <summary>Lets objects wait for a task of analyst2's.</summary>
    public static Task GivenPendingAsync(this Laboratory laboratory, LabObject context, string action, params LabObject[] objects) =>
        laboratory.ChangeAsync(async work =>
        {
            var record = new WorkRecord
            {
                TaskUid = Task,
                Name = $"task_action_{action}",
                Action = action,
                ContextUid = context.Uid,
                ContextPath = context.Path,
                Username = "analyst2",
                Total = objects.Length,
            };
            await WorkLedger.InsertAsync(work, record, None);
            return await WorkLedger.PendAsync(
                work, record, [.. objects.Select((value, number) => new WorkItem(value.Uid, number, value.Version, null))], None);
        });

    /// <summary>An object waits no more.</summary>
    public static Task ReleaseAsync(this Laboratory laboratory, LabObject value) =>
        laboratory.ChangeAsync(work => work.ExecuteAsync(
            WorkSql.Unpend, new { site = Laboratory.Site, object_uid = value.Uid, task_uid = Task }, None));
}
