using System.Net;
using System.Text.Json;

namespace LabQueue.Client;

/// <summary>The queue of one site behind HTTP. Safe for use by many threads at once; make one and keep it.</summary>
/// <remarks>
/// <para>A call that refuses throws a <see cref="QueueClientException"/>; one that gets no answer a
/// <see cref="QueueUnreachableException"/>, and nothing is repeated here.</para>
/// <para>A call with an <see cref="Actor"/> is made in that person's name, all others in the name of
/// <see cref="QueueClientOptions.Username"/>. What a server does not send (<see cref="QueueTask.Arrival"/>,
/// <see cref="QueueTask.Attempts"/>, tasks of reports that came with a pop) has its default.</para>
/// </remarks>
public sealed partial class QueueClient : IQueue, IDisposable
{
    private readonly Wire _wire;
    private readonly string _username;

    /// <summary>Makes a client. Nothing is sent yet.</summary>
    /// <param name="options">Where the server is.</param>
    /// <param name="time">The clock that tokens and time-outs go by; null: the system's.</param>
    /// <exception cref="ArgumentException">The options cannot work; the message says why.</exception>
    public QueueClient(QueueClientOptions options, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Complaint() is { } complaint)
        {
            throw new ArgumentException(complaint, nameof(options));
        }

        _username = options.Username;
        _wire = new Wire(options, time ?? TimeProvider.System);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<AddResult>> AddAsync(
        IReadOnlyList<NewTask> tasks, Actor by, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(tasks);
        if (tasks.Count == 0)
        {
            return Task.FromResult<IReadOnlyList<AddResult>>([]);
        }

        var call = new Call("add")
        {
            Username = by.Username,
            Payload = writer =>
            {
                writer.WriteStartArray();
                foreach (var task in tasks)
                {
                    NewTaskWriter.Write(writer, task, string.IsNullOrEmpty(by.Username) ? _username : by.Username);
                }

                writer.WriteEndArray();
            },
        };
        return _wire.SendAsync<IReadOnlyList<AddResult>>(
            call,
            answer => Answers.List(answer, "items", item => new AddResult(
                TaskJsonReader.Read(item), item.GetProperty("added").GetBoolean())),
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<PopResult> PopAsync(PopRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var call = new Call("pop") { Wait = request.Wait, Payload = writer => WritePop(writer, request) };
        return _wire.SendAsync(call, AnswerReader.Pop, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<ReportResult> ReportAsync(TaskReport report, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(report);
        var call = new Call(Requests.NameOf(report.Kind)) { Payload = Object(writer => Requests.Report(writer, report)) };
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
        var call = new Call("heartbeat") { Payload = Object(writer => WriteHeartbeat(writer, heartbeat)) };
        return _wire.SendAsync<IReadOnlyList<HeartbeatAnswer>>(
            call, answer => Answers.List(answer, "items", AnswerReader.Heartbeat), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<ChangeResult> RequeueAsync(string taskUid, Actor by, CancellationToken cancellationToken) =>
        ChangeAsync("requeue", taskUid, by, cancellationToken);

    /// <inheritdoc/>
    public Task<ChangeResult> DeleteAsync(string taskUid, Actor by, CancellationToken cancellationToken) =>
        ChangeAsync("delete", taskUid, by, cancellationToken);

    /// <inheritdoc/>
    public Task<ChangeResult> CancelAsync(string taskUid, Actor by, CancellationToken cancellationToken) =>
        ChangeAsync("cancel", taskUid, by, cancellationToken);

    /// <inheritdoc/>
    public Task SetPausedAsync(bool paused, Actor by, CancellationToken cancellationToken)
    {
        var call = new Call(paused ? "pause" : "resume")
        {
            Username = by.Username,
            Payload = Object(writer => Requests.Reason(writer, by)),
        };
        return _wire.SendAsync(call, _ => true, cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => _wire.Dispose();

    private static Action<Utf8JsonWriter> Object(Action<Utf8JsonWriter> write) => writer =>
    {
        writer.WriteStartObject();
        write(writer);
        writer.WriteEndObject();
    };

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
        HttpStatusCode.NotFound when IsTaskMissing(refused) => ReportOutcome.NotFound,
        HttpStatusCode.PreconditionFailed when refused.Message.EndsWith("not running", StringComparison.Ordinal) =>
            ReportOutcome.NotRunning,
        HttpStatusCode.Conflict => ReportOutcome.Stale,
        _ => null,
    };

    // Another 404 says that there is no such route or site, which must not pass for a task that is gone.
    private static bool IsTaskMissing(QueueClientException refused) =>
        refused.Status == HttpStatusCode.NotFound && refused.Message.StartsWith("Not Found - Task", StringComparison.Ordinal);

    private async Task<ChangeResult> ChangeAsync(
        string route, string taskUid, Actor by, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(taskUid);
        var call = new Call(route)
        {
            Username = by.Username,
            Payload = Object(writer =>
            {
                writer.WriteString("task_uid", taskUid);
                Requests.Reason(writer, by);
            }),
        };
        try
        {
            return await _wire.SendAsync(call, ReadChange, cancellationToken).ConfigureAwait(false);
        }
        catch (QueueClientException refused) when (IsTaskMissing(refused))
        {
            return new ChangeResult(ChangeOutcome.NotFound, Task: null);
        }
    }

    private static ChangeResult ReadChange(JsonElement answer)
    {
        var task = Answers.Task(answer, "task");
        var isRequested = task is { CancelRequested: true, Status: QueueTaskStatus.Running };
        return new ChangeResult(isRequested ? ChangeOutcome.Requested : ChangeOutcome.Changed, task);
    }
}
