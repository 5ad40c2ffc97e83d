using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;

namespace LabQueue.Client;

/// <content>What only looks.</content>
public sealed partial class QueueClient
{
    /// <inheritdoc/>
    public Task<QueueTask?> FindAsync(string taskUid, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(taskUid);
        return FindAsync(new Call(Uri.EscapeDataString(taskUid)), TaskJsonReader.Read, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<TaskDetails?> ExplainAsync(string taskUid, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(taskUid);
        return FindAsync(new Call($"explain/{Uri.EscapeDataString(taskUid)}"), AnswerReader.Details, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<TaskPage> ListAsync(TaskQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        var call = new Call("tasks")
        {
            IsRepeatable = true,
            Payload = Object(writer =>
            {
                Requests.Statuses(writer, query.Statuses, query.Ghosts);
                writer.WriteBoolean("complete", true);
                writer.WriteNumber("limit", query.Limit);
                Requests.Text(writer, "name", query.Name);
                Requests.Text(writer, "username", query.Username);
                Requests.Text(writer, "after", query.After);
                if (query.Scheduled)
                {
                    writer.WriteBoolean("scheduled", true);
                }

                if (query.Since is { } since)
                {
                    TaskJson.WriteTime(writer, "since"u8, since);
                }
            }),
        };
        return _wire.SendAsync(
            call, answer => new TaskPage(Answers.Tasks(answer, "items"), Answers.Text(answer, "next")), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<QueueTask>> SearchAsync(
        string uid, string? name, CancellationToken cancellationToken)
    {
        var call = new Call("search")
        {
            IsRepeatable = true,
            Payload = Object(writer =>
            {
                writer.WriteString("uid", uid);
                writer.WriteBoolean("complete", true);
                Requests.Text(writer, "name", name);
            }),
        };
        return _wire.SendAsync<IReadOnlyList<QueueTask>>(call, answer => Answers.Tasks(answer, "items"), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<TaskSearchPage> FindTasksAsync(TaskSearch search, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(search);
        return _wire.SendAsync(new Call($"find?{QueryOf(search)}"), AnswerReader.Found, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<DiffResult> DiffAsync(DiffRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var call = new Call("diff")
        {
            IsRepeatable = true,
            Payload = Object(writer =>
            {
                Requests.Texts(writer, "uids", request.Uids);
                Requests.Statuses(writer, request.Statuses, request.Ghosts);
                writer.WriteBoolean("complete", true);
                Requests.Text(writer, "username", request.Username);
            }),
        };
        return _wire.SendAsync(call, ReadDiff, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyCollection<string>> UidsAsync(
        IReadOnlyList<QueueTaskStatus> statuses, CancellationToken cancellationToken)
    {
        var call = new Call("uids")
        {
            IsRepeatable = true,
            Payload = Object(writer => Requests.Statuses(writer, statuses, ghosts: false)),
        };
        return _wire.SendAsync<IReadOnlyCollection<string>>(call, answer => ReadTexts(answer, "items"), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<DateTimeOffset?> OldestAsync(CancellationToken cancellationToken)
    {
        var call = new Call("tasks") { IsRepeatable = true, Payload = Object(writer => writer.WriteNumber("limit", 1)) };
        return _wire.SendAsync(call, ReadOldest, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<HistoryPage> HistoryAsync(HistoryQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        return _wire.SendAsync(new Call($"history?{QueryOf(query)}"), AnswerReader.History, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<QueueStats> StatsAsync(CancellationToken cancellationToken) =>
        _wire.SendAsync(new Call("stats"), AnswerReader.Stats, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<MinuteStats>> DayAsync(CancellationToken cancellationToken) =>
        _wire.SendAsync<IReadOnlyList<MinuteStats>>(
            new Call("stats?day=true"), answer => Answers.List(answer, "quarters", AnswerReader.Minute), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<ConsumerInfo>> ConsumersAsync(CancellationToken cancellationToken) =>
        _wire.SendAsync<IReadOnlyList<ConsumerInfo>>(
            new Call("consumers"), answer => Answers.List(answer, "items", AnswerReader.Consumer), cancellationToken);

    /// <inheritdoc/>
    public Task<SiteSettings> SettingsAsync(CancellationToken cancellationToken) =>
        _wire.SendAsync(new Call("settings"), AnswerReader.Settings, cancellationToken);

    /// <inheritdoc/>
    public async Task<SiteSettings> ChangeSettingsAsync(
        IReadOnlyDictionary<string, JsonText> values, Actor by, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(values);
        var call = new Call("settings")
        {
            Username = by.Username,
            Payload = Object(writer =>
            {
                foreach (var (name, value) in values)
                {
                    writer.WritePropertyName(name);
                    writer.WriteRawValue(value.Raw, skipInputValidation: true);
                }

                Requests.Reason(writer, by);
            }),
        };
        try
        {
            return await _wire.SendAsync(call, AnswerReader.Settings, cancellationToken).ConfigureAwait(false);
        }
        catch (QueueClientException refused) when (refused.Status == HttpStatusCode.BadRequest)
        {
            throw new SettingException(refused.Message);
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<AuditRecord>> AuditAsync(AuditQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"limit={query.Limit}");
        if (query.Before is { } before)
        {
            text.Append(CultureInfo.InvariantCulture, $"&before={before}");
        }

        Append(text, "action", query.Action);
        return _wire.SendAsync<IReadOnlyList<AuditRecord>>(
            new Call($"audit?{text}"), answer => Answers.List(answer, "items", AnswerReader.Audit), cancellationToken);
    }

    private static DiffResult ReadDiff(JsonElement answer) => new(Answers.Tasks(answer, "items"), ReadTexts(answer, "stale"));

    private static string[] ReadTexts(JsonElement answer, string name) =>
        Answers.List(answer, name, item => item.GetString() ?? string.Empty);

    private static DateTimeOffset? ReadOldest(JsonElement answer)
    {
        // -1 is the original's word for an empty queue.
        var since = answer.GetProperty("since_time").GetDouble();
        return since == -1 ? null : UnixTime.FromSeconds(since);
    }

    private static string QueryOf(HistoryQuery query)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"limit={query.Limit}");
        if (query.After is { } after)
        {
            text.Append(CultureInfo.InvariantCulture, $"&after={after}");
        }

        if (query.Before is { } before)
        {
            text.Append(CultureInfo.InvariantCulture, $"&before={before}");
        }

        if (query.NewestFirst)
        {
            text.Append("&newest_first=true");
        }

        foreach (var status in query.Statuses)
        {
            text.Append("&status=").Append(TaskJson.NameOf(status));
        }

        Append(text, "task_uid", query.TaskUid);
        Append(text, "username", query.Username);
        return text.ToString();
    }

    private static string QueryOf(TaskSearch search)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"limit={search.Limit}");
        if (search.Before is { } before)
        {
            text.Append(CultureInfo.InvariantCulture, $"&before={before}");
        }

        if (search.Priority is { } priority)
        {
            text.Append(CultureInfo.InvariantCulture, $"&priority={priority}");
        }

        if (search.Wait > TimeSpan.Zero)
        {
            text.Append(CultureInfo.InvariantCulture, $"&wait={search.Wait.TotalSeconds}");
        }

        foreach (var status in search.Statuses)
        {
            text.Append("&status=").Append(TaskJson.NameOf(status));
        }

        text.Append(search.Ghosts ? "&status=ghost" : string.Empty);
        Append(text, "text", search.Text);
        Append(text, "name", search.Name);
        Append(text, "context", search.Context);
        Append(text, "user", search.User);
        Append(text, "task_uid", search.TaskUid);
        Append(text, "error", search.Error);
        Append(text, "username", search.Username);
        return text.ToString();
    }

    private static void Append(StringBuilder text, string name, string? value)
    {
        if (value is not null)
        {
            text.Append('&').Append(name).Append('=').Append(Uri.EscapeDataString(value));
        }
    }

    private async Task<T?> FindAsync<T>(Call call, Func<JsonElement, T> read, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            return await _wire.SendAsync(call, read, cancellationToken).ConfigureAwait(false);
        }
        catch (QueueClientException refused) when (IsMissing(refused, "Task"))
        {
            return null;
        }
    }
}
