using System.Text.Json.Nodes;
using LabQueue.Lims.Objects;
using LabQueue.Lims.Store;
using LabQueue.Lims.Workflow;

namespace LabQueue.Lims.Api;

/// <summary>Reads what a caller wants to know of objects, all of it as it was at one moment.</summary>
/// <param name="call">The call; its parameters say how much is wanted.</param>
/// <param name="work">What is judged and read in; nothing of it is kept.</param>
/// <param name="visibility">What the caller may see.</param>
internal sealed class ItemReader(LabCall call, LabWork work, Visibility visibility)
{
    private readonly ItemWriter _writer = new(call, visibility);

    /// <summary>What there is to say of a page of objects.</summary>
    public async Task<JsonArray> ReadAsync(IReadOnlyList<LabObject> page, bool isComplete)
    {
        var columns = await ItemColumns.ReadAsync(work, page, call.Aborted);
        var actions = call.Flag("workflow") ? await BeginAsync(page) : null;
        var items = new JsonArray();
        foreach (var value in page)
        {
            var item = isComplete ? _writer.Complete(value) : _writer.Brief(value);
            columns.AddTo(item, value);
            if (isComplete && value is Worksheet)
            {
                item["Layout"] = new JsonArray(
                    [.. (await work.SlotsAsync(value.Uid, call.Aborted)).Select(row => (JsonNode)LayoutRow(row))]);
            }

            if (call.Flag("children"))
            {
                item["children"] = await ChildrenAsync(value);
            }

            if (actions is not null)
            {
                item["workflow_info"] = await WorkflowAsync(actions, value);
            }

            items.Add(item);
        }

        return items;
    }

    private static JsonObject LayoutRow(SlotRow row) => new()
    {
        ["position"] = row.Position,
        ["type"] = row.Kind switch
        {
            AnalysisKind.Routine => "a",
            AnalysisKind.Blank => "b",
            AnalysisKind.Control => "c",
            AnalysisKind.Duplicate => "d",
        },
        ["container_uid"] = row.ContainerUid,
        ["analysis_uid"] = row.AnalysisUid,
        ["review_state"] = row.State,
    };

    // What is allowed now is judged by the code that carries it out.
    private async Task<LabActions> BeginAsync(IReadOnlyList<LabObject> page)
    {
        var actions = await LabActions.BeginAsync(work, call.User, call.Aborted);
        await actions.ReadTogetherAsync([.. page.Select(value => value.Uid)], call.Aborted);
        return actions;
    }

    private async Task<JsonArray> ChildrenAsync(LabObject value) =>
        visibility.Narrow(new LabQuery { ParentUid = value.Uid, Limit = SearchQuery.MostLimit }) is { } query
            ? new JsonArray(
                [.. (await work.ListAsync<LabObject>(query, call.Aborted)).Where(visibility.Shows).Select(_writer.Brief)])
            : [];

    private async Task<JsonArray> WorkflowAsync(LabActions actions, LabObject value)
    {
        var machine = Machines.Of(value);
        var transitions = (await actions.AllowedAsync(value.Uid, call.Aborted)).Select(id => (JsonNode)new JsonObject
        {
            ["title"] = machine.Find(id, value.State)!.Title,
            ["value"] = id,
            ["display"] = machine.Find(id, value.State)!.Title,
            ["url"] = $"{call.ApiUrl}/update/{value.Uid}",
        });
        return
        [
            new JsonObject
            {
                ["workflow"] = $"senaite_{machine.Id}_workflow",
                ["status"] = Words.OfState(value.State),
                ["review_state"] = value.State,
                ["transitions"] = new JsonArray([.. transitions]),
                ["review_history"] = ItemWriter.History(value),
            },
        ];
    }
}
