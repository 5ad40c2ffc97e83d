using System.Text.Json;

namespace LabQueue.Server.Api;

/// <summary><c>pop</c>: a consumer takes the next task; or several, after it has reported on those before.</summary>
/// <remarks><c>wire-protocol</c>, section 7 and section 12, "pop".</remarks>
internal static class PopRoute
{
    private const int MostNames = 1_000;

    public static async Task AnswerAsync(ApiCall call)
    {
        var request = Read(call.Payload, call.Caller.Username);
        var isList = request.Count is not null;
        var result = await PopAsync(call, request);
        var writer = call.Begin();
        if (isList)
        {
            writer.WriteNumber("count"u8, result.Tasks.Count);
            writer.WriteStartArray("items"u8);
            for (var i = 0; i < result.Tasks.Count; i++)
            {
                TaskJson.Write(writer, result.Tasks[i], call.Address.TaskPrefix);
            }

            writer.WriteEndArray();
            call.WriteAddresses(writer);
        }
        else if (result.Tasks.Count > 0)
        {
            TaskJson.WriteFields(writer, result.Tasks[0], call.Address.TaskPrefix);
        }

        if (request.Reports.Count > 0)
        {
            WriteReported(writer, request.Reports, result.Reported);
        }

        await call.EndAsync();
    }

    /// <summary>The id of the consumer that a payload is about.</summary>
    public static string ReadConsumerId(Payload payload)
    {
        var consumerId = payload.Text("consumer_id");
        return consumerId is { Length: >= QueueLimits.ConsumerIdLength }
            ? consumerId
            : throw new ApiRefusedException(ApiError.NoConsumerId);
    }

    private static async Task<PopResult> PopAsync(ApiCall call, PopRequest request)
    {
        var leaving = call.Services.Departure.Begun;
        if (request.Wait == TimeSpan.Zero || leaving.IsCancellationRequested)
        {
            // A server that stops gives out no more work, but it still takes what consumers report.
            return call.Services.Stopping.IsCancellationRequested && request.Reports.Count == 0
                ? PopResult.Empty
                : await call.Queue.PopAsync(request with { Wait = TimeSpan.Zero }, CancellationToken.None);
        }

        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(call.Aborted, leaving);
        try
        {
            return await call.Queue.PopAsync(request, waiting.Token);
        }
        catch (OperationCanceledException) when (leaving.IsCancellationRequested && request.Reports.Count == 0)
        {
            return PopResult.Empty;
        }
    }

    private static PopRequest Read(Payload payload, string caller)
    {
        var consumerId = ReadConsumerId(payload);
        return new PopRequest(consumerId)
        {
            Count = payload.Whole("count", 1, QueueLimits.TasksPerPop),
            Wait = TimeSpan.FromSeconds(payload.Number("wait", 0, QueueLimits.PopWait.TotalSeconds) ?? 0),
            Names = payload.Texts("names", MostNames),
            Lease = LeaseLength.Read(payload),
            RequestId = payload.Text("request_id"),
            Reports = ReadReports(payload, consumerId, caller),
            Version = payload.Text("version"),
        };
    }

    private static TaskReport[] ReadReports(Payload payload, string consumerId, string caller)
    {
        if (!payload.TryGet("reports"u8, out var list))
        {
            return [];
        }

        var reports = new TaskReport[PayloadFields.CountOf(list, "reports", QueueLimits.ReportsPerPop)];
        var next = 0;
        foreach (var item in list.EnumerateArray())
        {
            reports[next++] = ReportReader.Read(item) with { ConsumerId = consumerId, ReportedBy = caller };
        }

        return reports;
    }

    private static void WriteReported(
        Utf8JsonWriter writer, IReadOnlyList<TaskReport> reports, IReadOnlyList<ReportResult> results)
    {
        writer.WriteStartArray("reported"u8);
        for (var i = 0; i < results.Count; i++)
        {
            writer.WriteStartObject();
            writer.WriteString("task_uid"u8, reports[i].TaskUid);
            writer.WriteString("kind"u8, ReportReader.NameOf(reports[i].Kind));
            writer.WriteString("outcome"u8, ReportReader.NameOf(results[i].Outcome));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
