using LabQueue.Engine;

namespace LabQueue.Server.Api;

/// <summary><c>done</c>, <c>fail</c>, <c>timeout</c>, <c>advance</c> and <c>release</c>: what became of a taken task.</summary>
internal static class ReportRoutes
{
    public static Task DoneAsync(ApiCall call) => AnswerAsync(call, ReportKind.Done, "Task done: ");

    public static Task FailAsync(ApiCall call) => AnswerAsync(call, ReportKind.Fail, "Task failed: ");

    // The original's message of a time-out is the uid alone.
    public static Task TimeoutAsync(ApiCall call) => AnswerAsync(call, ReportKind.Timeout, string.Empty);

    public static Task AdvanceAsync(ApiCall call) => AnswerAsync(call, ReportKind.Advance, "Task advanced: ");

    public static Task ReleaseAsync(ApiCall call) => AnswerAsync(call, ReportKind.Release, "Task released: ");

    private static async Task AnswerAsync(ApiCall call, ReportKind kind, string message)
    {
        var uid = call.TaskUid();
        var report = ReportReader.Read(kind, uid, call.Payload.Fields) with
        {
            ConsumerId = ReadConsumer(call.Payload),
            ReportedBy = call.Caller.Username,
        };

        // Not ended by a caller who hangs up: a report must not get lost half way.
        var result = await call.Queue.ReportAsync(report, CancellationToken.None);
        var refused = result.Outcome switch
        {
            ReportOutcome.Accepted => null,
            ReportOutcome.NotFound => ApiError.TaskNotFound(uid),
            ReportOutcome.NotRunning => ApiError.NotRunning,
            ReportOutcome.Stale => ApiError.Stale,
            ReportOutcome.NotOfTask => ApiError.NotOfTask(ReportRules.Unknown(result.Before!, report)),
        };
        if (refused is not null)
        {
            await call.RefuseAsync(refused);
            return;
        }

        var writer = call.Begin();
        writer.WriteString("message"u8, message + uid);

        // The original shows the task as it was before. What it does not know shows what has come of it.
        var shown = kind is ReportKind.Advance or ReportKind.Release ? result.After ?? result.Before : result.Before;
        if (shown is not null)
        {
            writer.WritePropertyName("task"u8);
            TaskJson.Write(writer, shown, call.Address.TaskPrefix);
        }

        if (kind == ReportKind.Advance)
        {
            writer.WriteNumber("remaining"u8, result.After?.Uids.Count ?? 0);
        }

        call.WriteAddresses(writer);
        await call.EndAsync();
    }

    // Only compared where the site's settings say so; the original's consumers send it, and may send anything.
    private static string? ReadConsumer(Payload payload) =>
        payload.TryGet("consumer_id"u8, out var value) ? LooseValue.ToText(value) : null;
}
