namespace LabQueue.Server.Api;

/// <summary><c>requeue</c>, <c>delete</c>, <c>cancel</c>, <c>priority</c>, <c>pause</c> and <c>resume</c>: what people do to the queue.</summary>
internal static class ChangeRoutes
{
    public static async Task RequeueAsync(ApiCall call)
    {
        var uid = call.TaskUid();
        var result = await call.Queue.RequeueAsync(uid, call.Actor, CancellationToken.None);
        await AnswerAsync(call, uid, result, "Task re-queued: ");
    }

    public static async Task DeleteAsync(ApiCall call)
    {
        var uid = call.TaskUid();
        var result = await call.Queue.DeleteAsync(uid, call.Actor, CancellationToken.None);
        await AnswerAsync(call, uid, result, "Task deleted: ");
    }

    public static async Task CancelAsync(ApiCall call)
    {
        var uid = call.TaskUid();
        var result = await call.Queue.CancelAsync(uid, call.Actor, CancellationToken.None);
        await AnswerAsync(
            call, uid, result, result.Outcome == ChangeOutcome.Requested ? "Task cancel requested: " : "Task cancelled: ");
    }

    public static async Task PrioritizeAsync(ApiCall call)
    {
        var uid = call.TaskUid();
        var priority = call.Payload.Whole("priority", int.MinValue, int.MaxValue)
            ?? throw new ApiRefusedException(ApiError.BadRequest("'priority' is missing; it must be a whole number"));
        var result = await call.Queue.PrioritizeAsync(uid, priority, call.Actor, CancellationToken.None);
        await AnswerAsync(call, uid, result, "Task priority changed: ");
    }

    public static Task PauseAsync(ApiCall call) => SetPausedAsync(call, isPaused: true);

    public static Task ResumeAsync(ApiCall call) => SetPausedAsync(call, isPaused: false);

    private static async Task AnswerAsync(ApiCall call, string uid, ChangeResult result, string message)
    {
        if (result.Task is null)
        {
            await call.RefuseAsync(ApiError.TaskNotFound(uid));
            return;
        }

        var writer = call.Begin();
        writer.WriteString("message"u8, message + uid);
        writer.WritePropertyName("task"u8);
        TaskJson.Write(writer, result.Task, call.Address.TaskPrefix);
        call.WriteAddresses(writer);
        await call.EndAsync();
    }

    private static async Task SetPausedAsync(ApiCall call, bool isPaused)
    {
        await call.Queue.SetPausedAsync(isPaused, call.Actor, CancellationToken.None);
        var writer = call.Begin();
        writer.WriteString("message"u8, isPaused ? "Queue paused" : "Queue resumed");
        writer.WriteBoolean("paused"u8, isPaused);
        call.WriteAddresses(writer);
        await call.EndAsync();
    }
}
