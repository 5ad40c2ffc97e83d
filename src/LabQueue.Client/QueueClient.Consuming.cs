using System.Net;
using System.Text.Json;

namespace LabQueue.Client;

/// <content>What consumers do.</content>
public sealed partial class QueueClient
{
    /// <inheritdoc/>
    public Task<PopResult> PopAsync(PopRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var call = new Call("pop")
        {
            // The server answers a repeated id as it did at first; its reports, too, keep their first answer.
            IsRepeatable = request is { RequestId: not null, Lease: not null },
            Wait = request.Wait,
            Payload = writer => WritePop(writer, request),
        };
        return _wire.SendAsync(call, AnswerReader.Pop, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<ReportResult> ReportAsync(TaskReport report, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(report);
        var call = new Call(Requests.NameOf(report.Kind))
        {
            IsRepeatable = report.Fence is not null,
            Payload = Object(writer => Requests.Report(writer, report)),
        };
        try
        {
            return await _wire.SendAsync(call, answer => ReadReport(report.Kind, answer), cancellationToken)
                .ConfigureAwait(false);
        }
        catch (QueueClientException refused) when (OutcomeOf(refused) is { } outcome)
        {
            return new ReportResult(outcome, Before: null);
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<HeartbeatAnswer>> HeartbeatAsync(
        Heartbeat heartbeat, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(heartbeat);
        var call = new Call("heartbeat")
        {
            IsRepeatable = true,
            Payload = Object(writer => WriteHeartbeat(writer, heartbeat)),
        };
        return _wire.SendAsync<IReadOnlyList<HeartbeatAnswer>>(
            call, answer => Answers.List(answer, "items", AnswerReader.Heartbeat), cancellationToken);
    }

    private static void WritePop(Utf8JsonWriter writer, PopRequest request)
    {
        writer.WriteStartObject();
        writer.WriteString("consumer_id", request.ConsumerId);
        if (request.Count is { } count)
        {
            writer.WriteNumber("count", count);
        }

        if (request.Wait > TimeSpan.Zero)
        {
            writer.WriteNumber("wait", request.Wait.TotalSeconds);
        }

        if (request.Names.Count > 0)
        {
            Requests.Texts(writer, "names", request.Names);
        }

        if (request.Lease is { } lease)
        {
            writer.WriteNumber("lease", lease.TotalSeconds);
        }

        Requests.Text(writer, "request_id", request.RequestId);
        Requests.Text(writer, "version", request.Version);
        if (request.Reports.Count > 0)
        {
            writer.WriteStartArray("reports");
            foreach (var report in request.Reports)
            {
                writer.WriteStartObject();
                writer.WriteString("kind", Requests.NameOf(report.Kind));
                Requests.Report(writer, report);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    private static void WriteHeartbeat(Utf8JsonWriter writer, Heartbeat heartbeat)
    {
        writer.WriteString("consumer_id", heartbeat.ConsumerId);
        if (heartbeat.Lease is { } lease)
        {
            writer.WriteNumber("lease", lease.TotalSeconds);
        }

        writer.WriteStartArray("tasks");
        foreach (var task in heartbeat.Tasks)
        {
            writer.WriteStartObject();
            writer.WriteString("task_uid", task.TaskUid);
            writer.WriteNumber("fence", task.Fence);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    // The original shows the task as it was before; what it does not know shows what has come of it.
    private static ReportResult ReadReport(ReportKind kind, JsonElement answer)
    {
        var shown = Answers.Task(answer, "task");
        return kind is ReportKind.Advance or ReportKind.Release
            ? new ReportResult(ReportOutcome.Accepted, Answers.Task(answer, "before"), shown)
            : new ReportResult(ReportOutcome.Accepted, shown, Answers.Task(answer, "after"));
    }

    private static ReportOutcome? OutcomeOf(QueueClientException refused) => refused.Status switch
    {
        HttpStatusCode.NotFound when IsMissing(refused, "Task") => ReportOutcome.NotFound,
        HttpStatusCode.PreconditionFailed when refused.Message.EndsWith("not running", StringComparison.Ordinal) =>
            ReportOutcome.NotRunning,
        HttpStatusCode.Conflict => ReportOutcome.Stale,
        HttpStatusCode.BadRequest when refused.Message.Contains(" - 'processed' names ", StringComparison.Ordinal) =>
            ReportOutcome.NotOfTask,
        _ => null,
    };
}
