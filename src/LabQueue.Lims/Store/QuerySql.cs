using System.Globalization;
using System.Text;
using Dapper;
using LabQueue.Lims.Objects;

namespace LabQueue.Lims.Store;

/// <summary>Puts together the statement of a list, of constant parts.</summary>
internal static class QuerySql
{
    private const string Visible =
        " and o.client_uid = @viewer_client and exists (select 1 from access_grant g"
        + " where g.site = o.site and g.username = @viewer and g.uid = o.uid)";

    private const string OnlySheets = " and o.analyst = @only_sheets_of";

    private const string OnlySheetsOfAll = $" and (o.portal_type <> '{Worksheet.Type}' or o.analyst = @only_sheets_of)";

    // By the object's few words, and not by the many objects that have the word: SQLite does not know which are fewer.
    private const string HasWord =
        " and exists (select 1 from object_word w indexed by object_word_uid"
        + " where w.site = o.site and w.uid = o.uid and w.word >= @{0} and w.word < @{0}_end)";

    private const string Queued =
        "exists (select 1 from pending_item p where p.site = o.site and p.object_uid = o.uid)";

    private const string Waits = "exists (" + AnalysesIn + "'unassigned')";

    private const string LiesOnSheet = "exists (" + AnalysesIn + "'assigned')";

    private const string AnalysesIn = "select 1 from lab_object a where a.site = o.site and a.container_uid = o.uid and a.deleted = 0 and a.state = ";

    private const string Late =
        " and exists (select 1 from lab_object a"
        + " where a.site = o.site and a.container_uid = o.uid and a.due < @late_at and a.due is not null and a.deleted = 0)";

    /// <summary>The first objects that have a word with that beginning.</summary>
    public const string OfWord =
        "select distinct uid from object_word where site = @site and word >= @word and word < @word_end limit @limit";

    /// <summary>The statement that lists.</summary>
    public static (string Sql, DynamicParameters Values) List(string site, LabQuery query)
    {
        var (where, values) = Where(site, query);
        var column = query.Sort switch
        {
            LabSort.SortKey => "o.sort_key",
            LabSort.Created => "o.created",
            LabSort.Modified => "o.modified",
            // A place in the list stands in addresses, which cannot be as long as a title.
            LabSort.Title => $"substr(o.title, 1, {LabCursor.TitleLetters})",
            LabSort.State => "o.state",
        };
        var order = query.Among is null ? column : "+" + column;
        var way = query.Descending ? " desc" : string.Empty;
        if (query.After is { } after)
        {
            where += $" and ({column}, o.uid) {(query.Descending ? '<' : '>')} (@after, @after_uid)";
            values.Add("after", query.Sort is LabSort.Created or LabSort.Modified ? long.Parse(after.Key, CultureInfo.InvariantCulture) : after.Key);
            values.Add("after_uid", after.Uid);
        }

        values.Add("limit", query.Limit);
        values.Add("offset", query.Offset);
        return (
            $"select {ObjectSql.Columns}{ObjectSql.From}{where} order by {order}{way}, o.uid{way} limit @limit offset @offset",
            values);
    }

    /// <summary>The statement that counts.</summary>
    public static (string Sql, DynamicParameters Values) Count(string site, LabQuery query)
    {
        var (where, values) = Where(site, query);
        var from = query.WorksheetUid is null ? ObjectSql.FromObjects : ObjectSql.From;
        return ($"select count(*){from}{where}", values);
    }

    private static (string Sql, DynamicParameters Values) Where(string site, LabQuery query)
    {
        var sql = new StringBuilder();
        var values = new DynamicParameters(new { site });

        // Few objects are found by their uids at once; SQLite, which does not know how few, would rather read an index of many.
        var unindexed = query.Among is null ? string.Empty : "+";
        if (query.Among is not null)
        {
            sql.Append(" and o.uid in @among");
            values.Add("among", query.Among.ToArray());
        }

        var isOfFew = query.Among is not null || (query.ContainerUid ?? query.WorksheetUid) is not null;
        AddIn(sql, values, $" and {(isOfFew ? "+" : string.Empty)}o.portal_type in @types", "types", query.Types);
        AddIn(sql, values, $" and {unindexed}o.state in @states", "states", query.States);
        AddIn(sql, values, " and o.state not in @without_states", "without_states", query.WithoutStates);
        AddIn(sql, values, " and o.uid in @uids", "uids", query.Uids);
        AddIn(sql, values, " and o.service_uid in @services", "services", query.Services);
        Add(sql, values, $" and {unindexed}o.client_uid = @client_uid", "client_uid", query.ClientUid);
        Add(sql, values, " and o.container_uid = @container_uid", "container_uid", query.ContainerUid);
        Add(sql, values, " and o.parent_uid = @parent_uid", "parent_uid", query.ParentUid);
        Add(sql, values, " and s.worksheet_uid = @worksheet_uid", "worksheet_uid", query.WorksheetUid);
        Add(sql, values, " and o.analyst = @analyst", "analyst", query.Analyst);
        Add(sql, values, " and o.id = @id", "id", query.Id);
        Add(sql, values, " and o.created >= @created_from", "created_from", query.CreatedFrom?.ToMicroseconds());
        Add(sql, values, " and o.created < @created_before", "created_before", query.CreatedBefore?.ToMicroseconds());
        Add(sql, values, " and o.modified >= @modified_from", "modified_from", query.ModifiedFrom?.ToMicroseconds());
        Add(sql, values, " and o.modified < @modified_before", "modified_before", query.ModifiedBefore?.ToMicroseconds());
        if (query.IsQueued is { } isQueued)
        {
            sql.Append(isQueued ? " and " : " and not ").Append(Queued);
        }

        if (query.HasUnassigned is { } hasUnassigned)
        {
            sql.Append(hasUnassigned ? $" and {Waits}" : $" and {LiesOnSheet} and not {Waits}");
        }

        Add(sql, values, Late, "late_at", query.LateAt?.ToMicroseconds());
        AddPlace(sql, values, query);
        for (var i = 0; i < query.Words.Count; i++)
        {
            var name = $"word{i}";
            sql.Append(HasWord.Replace("{0}", name, StringComparison.Ordinal));
            values.Add(name, query.Words[i]);
            values.Add(name + "_end", query.Words[i] + char.MaxValue);
        }

        AddUnseen(sql, values, query);
        return (sql.ToString(), values);
    }

    private static void AddPlace(StringBuilder sql, DynamicParameters values, LabQuery query)
    {
        if (query.Under is not { } under)
        {
            return;
        }

        // Below are all texts that begin with the address and a slash: '0' is the letter behind '/'.
        sql.Append(query.Depth switch
        {
            null => " and (o.path = @under or (o.path >= @below and o.path < @below_end))",
            0 => " and o.path = @under",
            _ => " and o.path >= @below and o.path < @below_end and length(o.path) - length(replace(o.path, '/', '')) <= @slashes",
        });
        values.Add("under", under);
        values.Add("below", under + "/");
        values.Add("below_end", under + "0");
        values.Add("slashes", under.Count(letter => letter == '/') + query.Depth);
    }

    // What the viewer is not to see is left out here and not behind the page, so that pages are full and counts are right (T-22).
    private static void AddUnseen(StringBuilder sql, DynamicParameters values, LabQuery query)
    {
        if (query.Viewer is { } viewer)
        {
            sql.Append(Visible);
            values.Add("viewer", viewer.Username);
            values.Add("viewer_client", viewer.ClientUid);
        }

        // With worksheets alone the condition has an index.
        var isOfSheets = query.Types is [Worksheet.Type];
        Add(sql, values, isOfSheets ? OnlySheets : OnlySheetsOfAll, "only_sheets_of", query.OnlySheetsOf);
        foreach (var (index, (type, state)) in query.Without.Index())
        {
            sql.Append(CultureInfo.InvariantCulture, $" and not (o.portal_type = @without_type{index} and o.state = @without_state{index})");
            values.Add($"without_type{index}", type);
            values.Add($"without_state{index}", state);
        }

        if (query.WithoutHidden)
        {
            sql.Append(" and o.hidden = 0");
        }
    }

    private static void AddIn(
        StringBuilder sql, DynamicParameters values, string condition, string name, IReadOnlyList<string> wanted)
    {
        if (wanted.Count > 0)
        {
            // A list of one is one value: an index that has it first is in order behind it.
            var isOne = wanted.Count == 1;
            sql.Append(isOne ? condition.Replace(" not in ", " <> ", StringComparison.Ordinal).Replace(" in ", " = ", StringComparison.Ordinal) : condition);
            values.Add(name, isOne ? wanted[0] : wanted.ToArray());
        }
    }

    private static void Add(StringBuilder sql, DynamicParameters values, string condition, string name, object? value)
    {
        if (value is not null)
        {
            sql.Append(condition);
            values.Add(name, value);
        }
    }
}
