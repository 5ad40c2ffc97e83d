using System.Globalization;
using LabQueue.Lims.Objects;
using LabQueue.Lims.Store;

namespace LabQueue.Lims.Api;

/// <summary>Reads what a search is for from a request's parameters.</summary>
/// <remarks>A parameter that means nothing here is refused: left out, it would give more than was asked for.</remarks>
internal static class SearchQuery
{
    /// <summary>How many objects a page has where nobody says.</summary>
    public const int UsualLimit = 25;

    /// <summary>How many objects a page has at most.</summary>
    public const int MostLimit = 5_000;

    private const int MostOffset = 10_000_000;

    private static readonly string[] OutOfUse = [ActiveState.Inactive, SampleState.Cancelled];

    private static readonly string[] Others =
    [
        "b_start", "b_size", "catalog", "children", "complete", "depth", "filedata", "include_fields", "limit", "sort_limit",
        "sort_on", "sort_order", "workflow",
    ];

    /// <summary>Reads it.</summary>
    /// <param name="call">The call.</param>
    /// <param name="type">The type that the address names; null: none.</param>
    /// <exception cref="LabApiException">A parameter is unknown, or has a value that it does not take.</exception>
    public static LabQuery Read(LabCall call, string? type)
    {
        var query = new LabQuery
        {
            Types = type is null ? [] : [type],
            Limit = ApiText.Number(call, call.Query("limit") is null ? "b_size" : "limit", UsualLimit, 1, MostLimit),
            Offset = ApiText.Number(call, "b_start", 0, 0, MostOffset),
            Sort = SortOf(call.Query("sort_on")),
            Descending = call.Query("sort_order")?.ToLowerInvariant() is "desc" or "descending" or "reverse" or "rev",
        };
        foreach (var name in call.Context.Request.Query.Keys)
        {
            if (!Others.Contains(name, StringComparer.Ordinal) && call.Query(name) is { } value)
            {
                query = Narrow(query, call, name, value);
            }
        }

        return call.Query("depth") is null ? query
            : query.Under is not null ? query with { Depth = DepthOf(call) }
            : throw new LabApiException(LabApiError.BadRequest("'depth' says how far below a 'path', which is missing."));
    }

    /// <summary>How many objects a list has at most, however many there are.</summary>
    public static int MostOf(LabCall call) => ApiText.Number(call, "sort_limit", int.MaxValue, 1, int.MaxValue);

    // As in the original, -1 is as far as there is anything.
    private static int? DepthOf(LabCall call) => call.Query("depth") == "-1" ? null : ApiText.Number(call, "depth", 0, 0, 100);

    private static LabQuery Narrow(LabQuery query, LabCall call, string name, string value) => name switch
    {
        "portal_type" => query with { Types = [.. Split(value).Select(TypeOf)] },
        "review_state" or "state" => query with { States = Split(value) },
        "is_active" or "inactive_state" when ApiText.IsYes(value) || value == ActiveState.Active => query with { WithoutStates = OutOfUse },
        "is_active" or "inactive_state" => query with { States = OutOfUse },
        "UID" or "uid" => query with { Uids = Split(value) },
        "id" or "getId" => query with { Id = value },
        "is_queued" => query with { IsQueued = ApiText.IsYes(value) },
        "path" => query with { Under = value.TrimEnd('/') },
        "parent_uid" or "getParentUID" => query with { ParentUid = value },
        "getClientUID" => query with { ClientUid = value },
        "getRequestUID" or "getAncestorsUIDs" => query with { ContainerUid = value },
        "getWorksheetUID" => query with { WorksheetUid = value },
        "getAnalyst" => query with { Analyst = value },
        "getServiceUID" => query with { Services = Split(value) },
        "q" or "SearchableText" => query with { Words = ObjectWords.Split(value.Replace('*', ' ')) },
        "recent_created" => query with { CreatedFrom = SinceOf(call, name, value) },
        "recent_modified" => query with { ModifiedFrom = SinceOf(call, name, value) },
        "created" when DayOf(name, value) is var day => query with { CreatedFrom = day, CreatedBefore = day.AddDays(1) },
        "modified" when DayOf(name, value) is var day => query with { ModifiedFrom = day, ModifiedBefore = day.AddDays(1) },
        _ => throw new LabApiException(LabApiError.BadRequest($"'{name}' is no parameter of this address.")),
    };

    private static string TypeOf(string name) =>
        LabTypes.Find(name) ?? throw new LabApiException(LabApiError.BadRequest($"'{name}' is no portal_type."));

    private static string[] Split(string value) =>
        value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static LabSort SortOf(string? index) => index switch
    {
        "created" => LabSort.Created,
        "modified" => LabSort.Modified,
        "title" or "sortable_title" => LabSort.Title,
        "review_state" or "state" => LabSort.State,
        _ => LabSort.SortKey,
    };

    private static DateTimeOffset DayOf(string name, string value) =>
        DateOnly.TryParse(value, CultureInfo.InvariantCulture, out var day)
            ? new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero)
            : throw new LabApiException(LabApiError.BadRequest($"'{name}' is '{value}'; it takes a day such as 2026-01-05."));

    private static DateTimeOffset SinceOf(LabCall call, string name, string value)
    {
        var today = new DateTimeOffset(call.Services.Store.Time.GetUtcNow().UtcDateTime.Date, TimeSpan.Zero);
        return value switch
        {
            "today" => today,
            "yesterday" => today.AddDays(-1),
            "this-week" => today.AddDays(-(((int)today.DayOfWeek + 6) % 7)),
            "this-month" => today.AddDays(1 - today.Day),
            "this-year" => today.AddDays(1 - today.DayOfYear),
            _ => throw new LabApiException(LabApiError.BadRequest(
                $"'{name}' is '{value}'; it takes today, yesterday, this-week, this-month or this-year.")),
        };
    }
}
