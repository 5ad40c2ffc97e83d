using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using LabQueue.Lims.Api;
using LabQueue.Lims.Objects;
using LabQueue.Lims.Store;
using LabQueue.Lims.Workflow;
using LabQueue.Web.Frame;
using Microsoft.AspNetCore.Mvc;

namespace LabQueue.Lims.Pages.Items;

/// <summary>A page with the list of a type's objects.</summary>
internal abstract class ItemListPage(LabPageServices pages, LabApiServices api) : RecordPage(pages, api)
{
    private static readonly (string Id, string Text, string[] States)[] Lists =
    [
        ("active", "Active", [ActiveState.Active, ReferenceSampleState.Current]),
        ("inactive", "Inactive", [ActiveState.Inactive, ReferenceSampleState.Expired, ReferenceSampleState.Disposed]),
        ("all", "All", []),
    ];

    /// <summary>Which list.</summary>
    [BindProperty(SupportsGet = true)]
    public string? State { get; set; }

    /// <summary>Words that are searched for.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Q { get; set; }

    /// <summary>The last object of the page before.</summary>
    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    /// <summary>The column that it is sorted by.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Sort { get; set; }

    /// <summary>How many rows.</summary>
    [BindProperty(SupportsGet = true)]
    public int Size { get; set; }

    /// <summary>The column that it is sorted by.</summary>
    public SortedBy Sorted => SortedBy.Read(Sort, new SortedBy("title", Descending: false), "title", "state");

    /// <summary>The type.</summary>
    public abstract ItemKind Kind { get; }

    /// <summary>The rows.</summary>
    public IReadOnlyList<ItemRow> Rows { get; private set; } = [];

    /// <summary>The way through the list.</summary>
    public Pager Pager { get; private set; } = new(null, null);

    /// <summary>Transitions that rows of this page allow.</summary>
    public IReadOnlyList<string> Actions { get; private set; } = [];

    /// <summary>Columns behind the name.</summary>
    public IReadOnlyList<ItemField> Columns => field ??= [.. Kind.Fields.Where(one => one.IsListed)];

    /// <summary>The tabs.</summary>
    public IReadOnlyList<Tab> Tabs =>
        [.. Lists.Select(list => new Tab(L[list.Text], With(("state", list.Id), ("after", null)), list.Id == Shown.Id))];

    /// <summary>The parent whose objects are listed; null: those of all.</summary>
    protected virtual string? ParentUid => null;

    private (string Id, string Text, string[] States) Shown => Lists.FirstOrDefault(list => list.Id == State) is { Id: not null } found ? found : Lists[0];

    /// <summary>Where an object is shown.</summary>
    public abstract string PathOf(LabObject item);

    /// <summary>Carries out a transition of ticked objects.</summary>
    public async Task<IActionResult> OnPostActAsync(string action, string[] uids)
    {
        if (await FindContextAsync() is { } trouble)
        {
            return trouble;
        }

        if (uids.Length == 0)
        {
            Tell(MessageKind.Refused, L["Tick what is meant first."]);
            return Redirect(With());
        }

        var (answer, error) = await AskAsync(
            UpdateRoutes.UpdateAsync, new JsonArray([.. uids.Select(uid => (JsonNode)new JsonObject { ["uid"] = uid, ["transition"] = action })]));
        if (answer?["done"] is JsonArray { Count: > 0 } done)
        {
            Tell(MessageKind.Done, $"{LabWords.Action(L, action)}: {done.Count}");
        }

        string[] refused = error is not null ? [error.Sentence] : [.. (answer!["refused"] as JsonArray ?? []).Select(item => item!["message"]!.GetValue<string>())];
        foreach (var sentence in refused.Distinct(StringComparer.Ordinal).Take(5))
        {
            TellEnglish(MessageKind.Refused, sentence);
        }

        return Redirect(With());
    }

    /// <summary>Finds what the list is in; the answer where the person may not see it, else null.</summary>
    protected abstract Task<IActionResult?> FindContextAsync();

    /// <summary>Reads a page of the list.</summary>
    protected Task ReadAsync() => ReadAsync(async reader =>
    {
        var rows = PageSizes.Of(Size);
        var query = Visibility.Narrow(new LabQuery
        {
            Types = [Kind.Type],
            States = Shown.States,
            ParentUid = ParentUid,
            Words = ObjectWords.Split(Q ?? string.Empty),
            Sort = Order,
            Descending = Sorted.Descending,
            After = LabCursor.Read(After, Order),
            Limit = rows + 1,
        });
        var found = query is null ? [] : await reader.ListAsync<LabObject>(query, Aborted);
        Pager = new Pager(
            After is null ? null : With(("after", null)),
            found.Count > rows ? With(("after", LabCursor.Of(found[^2], Order).ToString())) : null);
        var items = found.Take(rows).Where(Visibility.Shows).Select(item => (Item: item, Fields: FieldsOf(item))).ToList();
        string[] named = [.. items.SelectMany(item => UidsOf(item.Fields)).Distinct(StringComparer.Ordinal)];
        var titles = (await Visibility.FindAsync(reader, named, Aborted)).ToDictionary(item => item.Uid, item => item.Title, StringComparer.Ordinal);
        var now = Services.Store.Time.GetUtcNow();
        Rows =
        [
            .. items.Select(item => new ItemRow(
                item.Item,
                Guards.Offered(new Case(item.Item, Me, Setup, now)),
                [.. Columns.Select(column => column.Name == "description" ? item.Item.Description : TextOf(item.Fields[column.Name], column, titles))])),
        ];
        Actions = [.. Rows.SelectMany(row => row.Actions).Distinct(StringComparer.Ordinal)];
        return true;
    });

    private LabSort Order => Sorted.Key == "state" ? LabSort.State : LabSort.Title;

    private static JsonObject FieldsOf(LabObject item) => (JsonObject)JsonSerializer.SerializeToNode(item, item.GetType(), LabJson.Options)!;

    private string TextOf(JsonNode? value, ItemField column, Dictionary<string, string> titles) => value switch
    {
        null => string.Empty,
        JsonArray list => string.Join(", ", list.Select(one => Named(one?.ToString() ?? string.Empty, column, titles))),
        JsonValue flag when column.Kind == FieldKind.Flag => flag.GetValue<bool>() ? L["Yes"] : string.Empty,
        JsonValue day when column.Kind == FieldKind.Moment => DayOf(day.Deserialize<DateTimeOffset>()),
        _ => Named(value.ToString(), column, titles),
    };

    // As in the form: the day that it is where the person is.
    private string DayOf(DateTimeOffset moment) =>
        TimeZoneInfo.ConvertTime(moment, Preferences.ZoneOf(Request)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Named(string value, ItemField column, Dictionary<string, string> titles) => column.Kind switch
    {
        FieldKind.Reference or FieldKind.References => titles.GetValueOrDefault(value, string.Empty),
        _ => value,
    };

    private IEnumerable<string> UidsOf(JsonObject fields) => Columns
        .Where(column => column.Type.Length > 0)
        .SelectMany(column => fields[column.Name] switch
        {
            null => [],
            JsonArray list => list.Select(one => one?.ToString() ?? string.Empty),
            var value => [value.ToString()],
        })
        .Where(uid => uid.Length > 0);
}
