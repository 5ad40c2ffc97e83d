namespace LabQueue.Server.Api;

/// <summary><c>find</c>: tasks by words, whether they wait, run, failed or ended.</summary>
internal static class FindRoute
{
    private const int MostTasks = 1_000;
    private const int UsualTasks = 100;
    private const int LongestWait = 2;

    public static async Task AnswerAsync(ApiCall call)
    {
        var payload = call.Payload;
        var (statuses, ghosts) = HistoryRoutes.ReadStatuses(payload);
        var search = new TaskSearch
        {
            Text = payload.Text("text"),
            Name = payload.Text("name"),
            Context = payload.Text("context"),
            User = payload.Text("user"),
            TaskUid = payload.Text("task_uid"),
            Error = payload.Text("error"),
            Priority = payload.Whole("priority", int.MinValue, int.MaxValue),
            Username = call.Caller.OnlyOwn ?? payload.Text("username"),
            Statuses = statuses,
            Ghosts = ghosts,
            Before = PayloadFields.Long(payload.Fields, "before"),
            Wait = TimeSpan.FromSeconds(payload.Number("wait", 0, LongestWait) ?? 0),
            Limit = payload.Whole("limit", 1, MostTasks) ?? UsualTasks,
        };
        var page = await call.Queue.FindTasksAsync(search, call.Aborted);
        var writer = call.Begin();
        writer.WriteNumber("count"u8, page.Tasks.Count);
        writer.WriteStartArray("items"u8);
        foreach (var (task, end) in page.Tasks)
        {
            writer.WriteStartObject();
            writer.WritePropertyName("task"u8);
            TaskJson.Write(writer, task, call.Address.TaskPrefix);
            HistoryRoutes.WriteEnd(writer, end);
            writer.WriteEndObject();
            await call.SendPieceAsync();
        }

        writer.WriteEndArray();
        if (page.Next is { } next)
        {
            writer.WriteNumber("next"u8, next);
        }
        else
        {
            writer.WriteNull("next"u8);
        }

        TaskJson.WriteTime(writer, "known"u8, page.Known);
        call.WriteAddresses(writer);
        await call.EndAsync();
    }
}
