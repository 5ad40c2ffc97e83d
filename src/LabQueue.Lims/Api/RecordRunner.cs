using System.Text.Json.Nodes;
using LabQueue.Lims.Store;
using LabQueue.Lims.Workflow;

namespace LabQueue.Lims.Api;

/// <summary>Carries out what a request asks for its records: one as a whole, several each for itself, or, if asked, all or none.</summary>
/// <param name="call">The call.</param>
internal sealed class RecordRunner(LabCall call)
{
    // Records that change fields alone share a transaction: one write to disk for all of them.
    private const int Together = 50;

    /// <summary>Does something for each record, in transactions that fit.</summary>
    /// <param name="change">What; it returns the uid of the object, and throws where the answer is no.</param>
    /// <param name="isPlain">Whether a record's refusal leaves nothing behind in a transaction that goes on.</param>
    public async Task<JsonObject> RunAsync(
        Func<LabActions, Visibility, JsonObject, Task<string>> change, Func<JsonObject, bool> isPlain)
    {
        var records = call.Records;
        if (records.Count == 0)
        {
            throw new LabApiException(LabApiError.BadRequest("There is nothing to do: send an object, or a list of them."));
        }

        if (!call.IsList || call.Flag("atomic"))
        {
            return await AnswerAsync([.. (await TogetherAsync(records, change)).Select(uid => new RecordResult(uid, null))]);
        }

        List<RecordResult> results = [];
        foreach (var part in Parts(records, isPlain))
        {
            results.AddRange(await EachAsync(part, change));
        }

        return await AnswerAsync(results);
    }

    private static IEnumerable<IReadOnlyList<JsonObject>> Parts(IReadOnlyList<JsonObject> records, Func<JsonObject, bool> isPlain)
    {
        List<JsonObject> plain = [];
        foreach (var record in records)
        {
            if (isPlain(record))
            {
                plain.Add(record);
                if (plain.Count < Together)
                {
                    continue;
                }
            }

            if (plain.Count > 0)
            {
                yield return plain;
                plain = [];
            }

            if (!isPlain(record))
            {
                yield return [record];
            }
        }

        if (plain.Count > 0)
        {
            yield return plain;
        }
    }

    private Task<IReadOnlyList<string>> TogetherAsync(
        IReadOnlyList<JsonObject> records, Func<LabActions, Visibility, JsonObject, Task<string>> change) =>
        call.ChangeAsync<IReadOnlyList<string>>(async work =>
        {
            var (actions, visibility) = await BeginAsync(work);
            List<string> uids = [];
            foreach (var record in records)
            {
                uids.Add(await change(actions, visibility, record));
            }

            await actions.PromoteAsync(call.Aborted);
            return uids;
        });

    private async Task<IReadOnlyList<RecordResult>> EachAsync(
        IReadOnlyList<JsonObject> part, Func<LabActions, Visibility, JsonObject, Task<string>> change)
    {
        try
        {
            return part.Count == 1
                ? [.. (await TogetherAsync(part, change)).Select(uid => new RecordResult(uid, null))]
                : await call.ChangeAsync(work => EachAsync(work, part, change));
        }
        catch (Exception refused) when (part.Count == 1 && refused is LabApiException or LabConflictException)
        {
            return [ResultOf(part[0], refused)];
        }
    }

    private async Task<IReadOnlyList<RecordResult>> EachAsync(
        LabWork work, IReadOnlyList<JsonObject> part, Func<LabActions, Visibility, JsonObject, Task<string>> change)
    {
        var (actions, visibility) = await BeginAsync(work);
        List<RecordResult> results = [];
        foreach (var record in part)
        {
            try
            {
                results.Add(new RecordResult(await change(actions, visibility, record), null));
            }
            catch (LabApiException refused)
            {
                results.Add(ResultOf(record, refused));
            }
        }

        await actions.PromoteAsync(call.Aborted);
        return results;
    }

    private async Task<(LabActions Actions, Visibility Visibility)> BeginAsync(LabWork work)
    {
        var actions = await LabActions.BeginAsync(work, call.User, call.Aborted);
        return (actions, new Visibility(call.User, actions.Setup));
    }

    private static RecordResult ResultOf(JsonObject record, Exception refused) => new(
        record.Text("uid") ?? string.Empty,
        refused is LabApiException { Error: var error } ? error : LabApiError.Conflict(refused.Message));

    // A list of which nothing was done is no success, whatever else it is.
    private Task<JsonObject> AnswerAsync(List<RecordResult> results) => call.ReadAsync(async reader =>
    {
        string[] done = [.. results.Where(result => result.Error is null).Select(result => result.Uid)];
        var visibility = await Visibility.OfAsync(reader, call.User, call.Aborted);
        var writer = new ItemWriter(call, visibility);
        var items = (await visibility.FindAsync(reader, done, call.Aborted))
            .Select(item => (JsonNode)(results.Count == 1 ? writer.Complete(item) : writer.Brief(item)));
        var answer = new JsonObject
        {
            ["count"] = done.Length,
            ["items"] = new JsonArray([.. items]),
            ["url"] = call.Url,
            ["queued"] = 0,
            ["task_uid"] = null,
            ["done"] = new JsonArray([.. done.Select(uid => (JsonNode?)uid)]),
            ["refused"] = new JsonArray([.. results.Index().Where(result => result.Item.Error is not null).Select(Refused)]),
        };
        if (done.Length == 0)
        {
            call.Status = results[0].Error!.Status;
            answer["success"] = false;
            answer["message"] = results[0].Error!.Message;
        }

        return answer;
    });

    private static JsonNode Refused((int Index, RecordResult Item) result) => new JsonObject
    {
        ["uid"] = result.Item.Uid,
        ["record"] = result.Index,
        ["status"] = result.Item.Error!.Status,
        ["message"] = result.Item.Error.Message,
    };
}
