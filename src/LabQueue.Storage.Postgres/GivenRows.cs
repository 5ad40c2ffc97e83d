namespace LabQueue.Storage.Postgres;

/// <summary>How rows are found that are given by their keys.</summary>
/// <remarks>
/// Each by itself, which <c>offset 0</c> tells the planner. Left to itself it reads a whole site instead where statistics, made while a
/// table was nearly empty, say that a site has three rows; by then it has thousands, and tens of thousands that are dead.
/// </remarks>
internal static class GivenRows
{
    /// <summary>Joins a table's rows to those of <c>given</c>: the end of an update or a delete. The site is <c>$1</c>.</summary>
    /// <param name="table">The table.</param>
    /// <param name="keys">The columns that name the row, of both, first ones of an index behind the site.</param>
    public static string Join(string table, params string[] keys)
    {
        var which = string.Join(" and ", keys.Select(key => $"known.{key} = given.{key}"));
        return $"""
            cross join lateral (select known.ctid from {table} as known where known.site = $1 and {which} offset 0) as found
            where {table}.ctid = found.ctid
            """;
    }

    /// <summary>Deletes the rows that have these values of a key, <c>$2</c>.</summary>
    public static string Delete(string table, string key) => $"delete from {table} using unnest($2) as given ({key}) {Join(table, key)}";
}
