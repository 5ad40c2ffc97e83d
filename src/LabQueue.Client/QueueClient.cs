using System.Net;
using System.Text.Json;

namespace LabQueue.Client;

/// <summary>The queue of one site behind HTTP. Safe for use by many threads at once; make one and keep it.</summary>
/// <remarks>
/// <para>A call that refuses throws a <see cref="QueueClientException"/>; one that gets no answer a
/// <see cref="QueueUnreachableException"/>, once <see cref="QueueClientOptions.Retries"/> are used up.</para>
/// <para>A call with an <see cref="Actor"/> is made in that person's name, all others in the name of
/// <see cref="QueueClientOptions.Username"/>. What a server does not send (<see cref="QueueTask.Arrival"/>,
/// <see cref="QueueTask.Attempts"/>, tasks of reports that came with a pop) has its default.</para>
/// </remarks>
public sealed partial class QueueClient : IQueue, IDisposable
{
    private readonly Wire _wire;
    private readonly string _username;
    private readonly TimeProvider _time;

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
        _time = time ?? TimeProvider.System;
        _wire = new Wire(options, _time);
    }

    /// <summary>Who calls are made as, where they name nobody else.</summary>
    internal string Username => _username;

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
    public Task<ChangeResult> PrioritizeAsync(string taskUid, int priority, Actor by, CancellationToken cancellationToken) =>
        ChangeAsync("priority", taskUid, by, cancellationToken, priority);

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
    public async Task<ChangeOutcome> SetConsumerAsync(
        string consumerId, ConsumerMode mode, Actor by, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(consumerId);
        var call = new Call("consumer")
        {
            Username = by.Username,
            Payload = Object(writer =>
            {
                writer.WriteString("consumer_id", consumerId);
                writer.WriteString("mode", mode.ToString().ToLowerInvariant());
                Requests.Reason(writer, by);
            }),
        };
        try
        {
            return await _wire.SendAsync(call, _ => ChangeOutcome.Changed, cancellationToken).ConfigureAwait(false);
        }
        catch (QueueClientException refused) when (IsMissing(refused, "Consumer"))
        {
            return ChangeOutcome.NotFound;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _wire.Dispose();

    private static Action<Utf8JsonWriter> Object(Action<Utf8JsonWriter> write) => writer =>
    {
        writer.WriteStartObject();
        write(writer);
        writer.WriteEndObject();
    };

    // Another 404 says that there is no such route or site, which must not pass for a task that is gone.
    private static bool IsMissing(QueueClientException refused, string what) =>
        refused.Status == HttpStatusCode.NotFound && refused.Message.StartsWith("Not Found - " + what, StringComparison.Ordinal);

    private async Task<ChangeResult> ChangeAsync(
        string route, string taskUid, Actor by, CancellationToken cancellationToken, int? priority = null)
    {
        ArgumentNullException.ThrowIfNull(taskUid);
        var call = new Call(route)
        {
            Username = by.Username,
            Payload = Object(writer =>
            {
                writer.WriteString("task_uid", taskUid);
                if (priority is { } number)
                {
                    writer.WriteNumber("priority", number);
                }

                Requests.Reason(writer, by);
            }),
        };
        try
        {
            return await _wire.SendAsync(call, ReadChange, cancellationToken).ConfigureAwait(false);
        }
        catch (QueueClientException refused) when (IsMissing(refused, "Task"))
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
