using System.Globalization;
using System.Text.Json.Nodes;
using LabQueue.Lims.Analyses;
using LabQueue.Lims.Objects;
using LabQueue.Lims.Samples;
using LabQueue.Lims.Store;
using LabQueue.Lims.Workflow;
using LabQueue.Lims.Worksheets;

namespace LabQueue.Lims.Api;

/// <summary>Changes fields of objects, and carries out their transitions.</summary>
internal static class UpdateRoutes
{
    /// <summary>Changes fields, and then carries out the transition that a record names.</summary>
    public static Task<JsonObject> UpdateAsync(LabCall call) => new RecordRunner(call).RunAsync(
        (actions, visibility, record) => UpdateAsync(call, actions, visibility, record),
        record => record["transition"] is null);

    /// <summary>Takes objects out of use; nothing is deleted.</summary>
    public static Task<JsonObject> DeleteAsync(LabCall call)
    {
        // One that the address names may come without a body.
        if (call.Body is null && call.Values.ContainsKey("uid"))
        {
            call.Body = new JsonObject();
        }

        return new RecordRunner(call).RunAsync(
            async (actions, visibility, record) =>
            {
                var found = await FindAsync(call, actions.Work, visibility, record);
                var action = found is Sample ? TransitionId.Cancel : TransitionId.Deactivate;
                LabApiException.ThrowIf(await actions.DoAsync(found.Uid, action, CommentOf(record), call.Aborted));
                return found.Uid;
            },
            _ => false);
    }

    private static async Task<string> UpdateAsync(LabCall call, LabActions actions, Visibility visibility, JsonObject record)
    {
        var found = await FindAsync(call, actions.Work, visibility, record);
        await RequireVersionAsync(call, actions, found, record);
        var names = ObjectFields.NamesOf(record);
        if (names.Count > 0)
        {
            await SetFieldsAsync(call, actions, found, record, names);
        }

        if (record.Text("transition") is { Length: > 0 } transition)
        {
            LabApiException.ThrowIf(await actions.DoAsync(found.Uid, transition, CommentOf(record), call.Aborted));
        }
        else if (names.Count == 0)
        {
            throw new LabApiException(LabApiError.BadRequest("there is neither a field nor a transition in it."));
        }

        return found.Uid;
    }

    private static string? CommentOf(JsonObject record) => record.Text("comment") ?? record.Text("comments");

    private static async Task<LabObject> FindAsync(LabCall call, LabReader reader, Visibility visibility, JsonObject record)
    {
        var uid = call.Values.GetValueOrDefault("uid") ?? ApiText.UidOf(record["uid"]) ?? (await ByPathAsync(call, reader, record))?.Uid;
        var found = uid is null ? null : await visibility.FindAsync(reader, [uid], call.Aborted) is [var only] ? only : null;
        var type = call.Values.GetValueOrDefault("resource");
        return found is not null && IsOf(found, type)
            ? found
            : throw new LabApiException(LabApiError.NotFound(uid ?? record.Text("path") ?? "the record names no object: 'uid' is missing"));
    }

    // "analysis/update" takes results of quality analyses as well: one list has all of a worksheet.
    private static bool IsOf(LabObject found, string? type) =>
        type is null || found.PortalType == type || (type == Analysis.Type && found is Analysis);

    private static async Task<LabObject?> ByPathAsync(LabCall call, LabReader reader, JsonObject record)
    {
        var path = record.Text("path")
            ?? (record.Text("parent_path") is { } parent && record.Text("id") is { } id ? $"{parent.TrimEnd('/')}/{id}" : null);
        return path is null ? null : await reader.FindPathAsync(path, call.Aborted);
    }

    // Who looked at an older state of the object is told what is different now, and decides again.
    private static async Task RequireVersionAsync(LabCall call, LabActions actions, LabObject found, JsonObject record)
    {
        if (record.Text("version") is not { } text || !long.TryParse(text, CultureInfo.InvariantCulture, out var version) || version == found.Version)
        {
            return;
        }

        var refusal = await actions.CheckVersionAsync(found.Uid, version, call.Aborted);
        throw new LabApiException(LabApiError.Of(refusal!) with
        {
            Details = new JsonObject
            {
                ["uid"] = found.Uid,
                ["version"] = found.Version,
                ["changed"] = await ChangedFields.SinceAsync(actions.Work, found, version, call.Aborted),
            },
        });
    }

    private static async Task SetFieldsAsync(
        LabCall call, LabActions actions, LabObject found, JsonObject record, IReadOnlyList<string> names)
    {
        switch (found)
        {
            case Worksheet worksheet:
                await SetSheetAsync(call, actions, worksheet, record);
                return;
            case Analysis analysis:
                await SetAnalysisAsync(call, actions, analysis, record, names);
                return;
        }

        var after = ObjectFields.Set(found, record);
        LabApiException.ThrowIf(
            EditRules.Check(actions, found, names) ?? await actions.CheckPendingAsync(found, call.Aborted));
        await ObjectRules.RequireAsync(actions.Work, after, call.Aborted);
        if (after is Sample sample && found is Sample before && sample.Priority != before.Priority)
        {
            LabApiException.ThrowIf(await SamplePriority.SetAsync(actions, found.Uid, sample.Priority, call.Aborted));

            // That changed the sample; the other fields are set on what it is now.
            after = ObjectFields.Set(await actions.Work.GetAsync<Sample>(found.Uid, call.Aborted), record);
        }

        actions.Work.Put(after, "edit", CommentOf(record));
    }

    private static async Task SetAnalysisAsync(
        LabCall call, LabActions actions, Analysis found, JsonObject record, IReadOnlyList<string> names)
    {
        var after = ObjectFields.Set(found, record);
        if (names.FirstOrDefault(name => !EditRules.OfAnalyses.Contains(name, StringComparer.Ordinal)) is { } foreign)
        {
            throw ObjectFields.Wrong(foreign, $"Of an analysis, {string.Join(", ", EditRules.OfAnalyses)} can be set, not {foreign}.");
        }

        var edit = new AnalysisEdit
        {
            Result = Named(nameof(Analysis.Result)) ? after.Result : null,
            Analyst = Named(nameof(Analysis.Analyst)) ? after.Analyst : null,
            Method = Named(nameof(Analysis.Method)) ? after.Method ?? string.Empty : null,
            Instrument = Named(nameof(Analysis.Instrument)) ? after.Instrument ?? string.Empty : null,
            Remarks = Named(nameof(Analysis.Remarks)) ? after.Remarks : null,
            Hidden = Named(nameof(Analysis.Hidden)) ? after.Hidden : null,
        };
        LabApiException.ThrowIf(await new ResultEntry(actions).EditAsync(found.Uid, edit, call.Aborted));

        bool Named(string name) => names.Contains(name, StringComparer.Ordinal);
    }

    // A worksheet's header is handed on to its analyses.
    private static async Task SetSheetAsync(LabCall call, LabActions actions, Worksheet before, JsonObject record)
    {
        var after = ObjectFields.Set(before, record);
        if (ObjectFields.NamesOf(record).FirstOrDefault(name => !EditRules.OfWorksheets.Contains(name, StringComparer.Ordinal)) is { } foreign)
        {
            throw ObjectFields.Wrong(foreign, $"Of a worksheet, {string.Join(", ", EditRules.OfWorksheets)} can be set, not {foreign}.");
        }

        var (sheet, refusal) = await Sheet.OpenAsync(actions, before.Uid, call.Aborted);
        LabApiException.ThrowIf(refusal);
        var change = new SheetChange
        {
            Analyst = after.Analyst,
            Instrument = after.Instrument,
            Method = after.Method,
            ResultsLayout = after.ResultsLayout,
            Remarks = after.Remarks,
        };
        LabApiException.ThrowIf(await sheet!.EditAsync(change, call.Services.Users, call.Aborted));
    }
}
