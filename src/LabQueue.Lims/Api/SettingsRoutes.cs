using System.Text.Json;
using System.Text.Json.Nodes;
using LabQueue.Lims.Access;
using LabQueue.Lims.Objects;
using LabQueue.Lims.Store;
using LabQueue.Lims.Workflow;

namespace LabQueue.Lims.Api;

/// <summary>The laboratory's settings, and which lists there are.</summary>
internal static class SettingsRoutes
{
    private static readonly string[] Indexes =
    [
        "UID", "created", "getAnalyst", "getAncestorsUIDs", "getClientUID", "getId", "getParentUID", "getRequestUID", "getServiceUID",
        "getWorksheetUID", "is_active", "modified", "path", "portal_type", "q", "recent_created", "recent_modified", "review_state",
    ];

    private static readonly (string Id, string[] Types)[] Catalogs =
    [
        ("senaite_catalog_analysis", [Analysis.Type, Analysis.DuplicateType, Analysis.ReferenceType]),
        ("senaite_catalog_client", [LabClient.Type]),
        ("senaite_catalog_contact", [Contact.Type, LabContact.Type]),
        ("senaite_catalog_sample", [Sample.Type]),
        ("senaite_catalog_setup",
        [
            AnalysisCategory.Type, AnalysisService.Type, Department.Type, Instrument.Type, Method.Type, ReferenceDefinition.Type,
            ReferenceSample.Type, SampleType.Type, Supplier.Type, WorksheetTemplate.Type,
        ]),
        ("senaite_catalog_worksheet", [Worksheet.Type]),
    ];

    /// <summary>All settings.</summary>
    public static async Task<JsonObject> ListAsync(LabCall call) => Envelope(call, await ReadAsync(call));

    /// <summary>One setting.</summary>
    public static async Task<JsonObject> ShowAsync(LabCall call)
    {
        var name = call.Values["name"];
        var all = await ReadAsync(call);
        return all.ContainsKey(name)
            ? Envelope(call, new JsonObject { [name] = all[name]?.DeepClone() })
            : throw new LabApiException(LabApiError.NotFound($"setting {name}"));
    }

    /// <summary>Changes settings.</summary>
    public static async Task<JsonObject> UpdateAsync(LabCall call)
    {
        await call.ChangeAsync(async work =>
        {
            var actions = await LabActions.BeginAsync(work, call.User, call.Aborted);
            LabApiException.ThrowIf(actions.Require(Permission.ManageBika, actions.Setup));
            var after = ObjectFields.Set(actions.Setup, call.Object);
            Check(after);
            return work.Put(after);
        });
        return await ListAsync(call);
    }

    /// <summary>What the original kept in its registry. For administrators; the queue's key is not told at all (T-46).</summary>
    public static async Task<JsonObject> RegistryAsync(LabCall call)
    {
        if (!call.User.Has(Role.Manager, Role.SiteAdministrator))
        {
            throw new LabApiException(LabApiError.Forbidden("this is for administrators"));
        }

        var setup = await call.ReadAsync(reader => reader.SetupAsync(call.Aborted));
        var wanted = call.Values.GetValueOrDefault("name") ?? string.Empty;
        var records = new JsonObject { ["senaite.queue.auth_key"] = "********" };
        foreach (var (name, value) in FieldsOf(setup))
        {
            records[$"bika.setup.{name}"] = value?.DeepClone();
        }

        return Envelope(call, new JsonObject(records.ToArray()
            .Where(pair => pair.Key.Contains(wanted, StringComparison.Ordinal))
            .Select(pair => KeyValuePair.Create(pair.Key, pair.Value?.DeepClone()))));
    }

    /// <summary>The lists that the original has; each is a part of <c>search</c> here.</summary>
    public static Task<JsonObject> CatalogsAsync(LabCall call)
    {
        _ = call.User;
        return Task.FromResult(new JsonObject
        {
            ["count"] = Catalogs.Length,
            ["items"] = new JsonArray([.. Catalogs.Select(catalog => (JsonNode)CatalogOf(call, catalog))]),
            ["url"] = call.Url,
        });
    }

    /// <summary>One of these lists.</summary>
    public static Task<JsonObject> CatalogAsync(LabCall call)
    {
        _ = call.User;
        var found = Array.Find(Catalogs, catalog => catalog.Id == call.Values["name"]);
        return found.Id is null
            ? throw new LabApiException(LabApiError.NotFound($"catalog {call.Values["name"]}"))
            : Task.FromResult(CatalogOf(call, found));
    }

    private static JsonObject CatalogOf(LabCall call, (string Id, string[] Types) catalog) => new()
    {
        ["id"] = catalog.Id,
        ["title"] = catalog.Id,
        ["url"] = $"{call.ApiUrl}/catalogs/{catalog.Id}",
        ["portal_types"] = new JsonArray([.. catalog.Types.Select(type => (JsonNode?)type)]),
        ["indexes"] = new JsonArray([.. Indexes.Select(index => (JsonNode?)index)]),
        ["columns"] = new JsonArray([.. ItemColumns.Names.Select(column => (JsonNode?)column)]),
    };

    private static void Check(Setup setup)
    {
        if (setup.NumberOfRequiredVerifications is < 1 or > 4)
        {
            throw ObjectFields.Wrong(nameof(Setup.NumberOfRequiredVerifications), "NumberOfRequiredVerifications is 1 to 4.");
        }

        if (setup.TypeOfmultiVerification is not (Setup.MultiEnabled or Setup.MultiNotConsecutive or Setup.MultiDisabled))
        {
            throw ObjectFields.Wrong(
                nameof(Setup.TypeOfmultiVerification),
                $"TypeOfmultiVerification is {Setup.MultiEnabled}, {Setup.MultiNotConsecutive} or {Setup.MultiDisabled}.");
        }

        if (setup.WhenUnreachable is not ("foreground" or "wait"))
        {
            throw ObjectFields.Wrong(nameof(Setup.WhenUnreachable), "WhenUnreachable is foreground or wait.");
        }

        if (setup.BackgroundAbove < 0 || setup.DefaultTurnaroundTime < 1)
        {
            throw ObjectFields.Wrong(nameof(Setup.BackgroundAbove), "BackgroundAbove is at least 0, DefaultTurnaroundTime at least 1.");
        }
    }

    private static Task<JsonObject> ReadAsync(LabCall call) => call.ReadAsync(async reader =>
    {
        var visibility = await Visibility.OfAsync(reader, call.User, call.Aborted);
        return visibility.IsLaboratory || call.User.Has(Role.SiteAdministrator)
            ? FieldsOf(await reader.SetupAsync(call.Aborted))
            : throw new LabApiException(LabApiError.Forbidden("the settings are the laboratory's"));
    });

    private static JsonObject FieldsOf(Setup setup)
    {
        var fields = (JsonObject)JsonSerializer.SerializeToNode(setup, LabJson.Options)!;
        fields.Remove(nameof(LabObject.History));
        return fields;
    }

    private static JsonObject Envelope(LabCall call, JsonObject item) => new()
    {
        ["count"] = 1,
        ["items"] = new JsonArray(item),
        ["url"] = call.Url,
    };
}
