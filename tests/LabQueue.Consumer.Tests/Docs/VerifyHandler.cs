namespace LabQueue.Consumer.Tests.Docs;

public sealed class VerifyHandler(ILaboratory laboratory) : ITaskHandler
{
    public async Task HandleAsync(TaskRun run, CancellationToken cancellationToken)
    {
        foreach (var uid in run.Chunk)
        {
            // The task's uid beside the change, in one transaction: a second time changes nothing.
            if (await laboratory.VerifyAsync(uid, run.Task.Username, run.Task.TaskUid, cancellationToken) is { } refusal)
            {
                run.Refused(uid, refusal);
            }
        }
    }
}
