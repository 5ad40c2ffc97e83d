using System.Text.Json.Nodes;
using LabQueue.Lims.Access;
using LabQueue.Lims.Background;
using LabQueue.Lims.Objects;
using LabQueue.Lims.Registry;
using LabQueue.Lims.Samples;
using LabQueue.Lims.Store;
using LabQueue.Lims.Workflow;
using LabQueue.Lims.Worksheets;

namespace LabQueue.Lims.Api;

/// <summary>Makes objects.</summary>
internal static class CreateRoutes
{
    /// <summary>Makes what the records say.</summary>
    public static async Task<JsonObject> CreateAsync(LabCall call)
    {
        // Registering many samples is work for the queue; one is there when the answer is.
        if (call.IsList && !call.Flag("atomic") && call.Records is { Count: > 0 } records
            && records.All(record => TypeOf(call, record) == Sample.Type))
        {
            return await RegisterAsync(call, records);
        }

        var template = call.IsList ? null : ApiText.UidOf(call.Object["WorksheetTemplate"]);
        var answer = await new RecordRunner(call).RunAsync((actions, visibility, record) => CreateAsync(call, actions, visibility, record), _ => false);
        return template is null || TypeOf(call, call.Object) != Worksheet.Type ? answer : await FillAsync(call, answer, template);
    }

    private static string TypeOf(LabCall call, JsonObject record) =>
        call.Values.GetValueOrDefault("resource")
        ?? (record.Text("portal_type") is { Length: > 0 } name
            ? LabTypes.Find(name) ?? throw new LabApiException(LabApiError.BadRequest($"'{name}' is no portal_type."))
            : throw new LabApiException(LabApiError.BadRequest("'portal_type' is missing.")));

    private static async Task<string> CreateAsync(LabCall call, LabActions actions, Visibility visibility, JsonObject record)
    {
        var type = TypeOf(call, record);
        switch (type)
        {
            case Sample.Type:
                var wanted = await SampleReader.ReadAsync(call, actions.Work, visibility, record);
                var (sample, noSample) = await new SampleRegistration(actions).RegisterAsync(wanted, call.Aborted);
                LabApiException.ThrowIf(noSample);
                return sample!.Uid;
            case Worksheet.Type:
                var (worksheet, noWorksheet) = await SheetOf(call, record).CreateAsync(actions, call.Services.Users, call.Aborted);
                LabApiException.ThrowIf(noWorksheet);
                return worksheet!.Uid;
            default:
                return await CreateItemAsync(call, actions, visibility, record, type);
        }
    }

    private static NewSheet SheetOf(LabCall call, JsonObject record) => new(record.Text("Analyst") ?? call.User.Username)
    {
        Template = ApiText.UidOf(record["WorksheetTemplate"]),
        Instrument = ApiText.UidOf(record["Instrument"]),
        Method = ApiText.UidOf(record["Method"]),
        ResultsLayout = record.Text("ResultsLayout"),
    };

    private static async Task<string> CreateItemAsync(
        LabCall call, LabActions actions, Visibility visibility, JsonObject record, string type)
    {
        if (LabTypes.Of(type) is var kind && (kind == typeof(Folder) || kind == typeof(Setup) || kind == typeof(Analysis)))
        {
            throw new LabApiException(LabApiError.BadRequest($"A {type} is not made through this address."));
        }

        var parent = await ParentAsync(call, actions.Work, visibility, record, type);
        var permission = type switch
        {
            LabClient.Type => Permission.AddClient,
            Contact.Type => Permission.Add,
            ReferenceDefinition.Type => Permission.AddReferenceDefinition,
            ReferenceSample.Type => Permission.ManageReference,
            _ => Permission.AddSetupItem,
        };
        LabApiException.ThrowIf(actions.Require(permission, parent));
        var blank = (LabObject)Activator.CreateInstance(kind)!;
        var value = ObjectFields.Set(blank is ReferenceSample sample ? sample with { State = ReferenceSampleState.Current } : blank, record);
        await ObjectRules.RequireAsync(actions.Work, value, call.Aborted);
        return (await LabItems.AddAsync(actions.Work, value, parent, call.Aborted)).Uid;
    }

    private static async Task<LabObject> ParentAsync(
        LabCall call, LabReader reader, Visibility visibility, JsonObject record, string type)
    {
        if (LabFolders.PathOf(call.Site, type) is { } folder)
        {
            return await reader.FindPathAsync(folder, call.Aborted)
                ?? throw new InvalidDataException($"The laboratory has no folder {folder}.");
        }

        var uid = call.Values.GetValueOrDefault("parent") ?? ApiText.UidOf(record["parent_uid"])
            ?? (record.Text("parent_path") is { } path ? (await reader.FindPathAsync(path, call.Aborted))?.Uid : null)
            ?? throw new LabApiException(LabApiError.BadRequest($"A {type} needs 'parent_uid' or 'parent_path'."));
        var parent = await visibility.GetAsync<LabObject>(reader, uid, call.Aborted);
        var isRight = type == Contact.Type ? parent is LabClient : type == ReferenceSample.Type && parent is Supplier;
        return isRight ? parent : throw new LabApiException(LabApiError.BadRequest($"A {type} does not lie in a {parent.PortalType}."));
    }

    // One commit keeps the samples and the task that completes them; whatever is killed when, there are both or neither.
    private static async Task<JsonObject> RegisterAsync(LabCall call, IReadOnlyList<JsonObject> records)
    {
        var (wanted, unreadable, first) = await call.ReadAsync(reader => ReadSamplesAsync(call, reader, records));
        if (wanted.Count == 0)
        {
            throw new LabApiException(first!);
        }

        var request = new WorkRequest(WorkAction.Register, LabUid.Site, []) { NewSamples = [.. wanted.Select(one => one.Sample)] };
        var answer = await WorkRoutes.WorkAsync(call, request);
        var refused = answer.Refused.Select(item => item.Index is { } place ? RefusedRecord(wanted[place].Index, item.Message) : item);
        return await WorkRoutes.AnswerAsync(call, answer with { Refused = [.. unreadable, .. refused] }, answer.Made);
    }

    private static async Task<(List<(int Index, NewSample Sample)> Wanted, List<RefusedItem> Unreadable, LabApiError? First)> ReadSamplesAsync(
        LabCall call, LabReader reader, IReadOnlyList<JsonObject> records)
    {
        var visibility = await Visibility.OfAsync(reader, call.User, call.Aborted);
        List<(int, NewSample)> wanted = [];
        List<RefusedItem> unreadable = [];
        LabApiError? first = null;
        foreach (var (index, record) in records.Index())
        {
            try
            {
                wanted.Add((index, await SampleReader.ReadAsync(call, reader, visibility, record)));
            }
            catch (LabApiException wrong)
            {
                first ??= wrong.Error;
                unreadable.Add(RefusedRecord(index, wrong.Error.Message));
            }
        }

        return (wanted, unreadable, first);
    }

    private static RefusedItem RefusedRecord(int index, string message) => new(string.Empty, $"Record {index}: {message}");

    // The worksheet is there; what its template puts on it is work like any other.
    private static async Task<JsonObject> FillAsync(LabCall call, JsonObject made, string template)
    {
        var uid = made["done"]![0]!.GetValue<string>();
        var request = new WorkRequest(WorkAction.ApplyTemplate, uid, []) { TemplateUid = template };
        return await WorkRoutes.AnswerAsync(call, await WorkRoutes.WorkAsync(call, request), [uid]);
    }
}
