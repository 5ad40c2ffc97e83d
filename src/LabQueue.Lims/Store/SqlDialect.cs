using System.Data.Common;
using System.Text.RegularExpressions;
using Npgsql;

namespace LabQueue.Lims.Store;

/// <summary>
/// Statements are written once, as SQLite takes them. PostgreSQL takes lists as one value, and has no use for what tells SQLite
/// which index to begin with; all else is the same, because its schema has the few functions that it lacks.
/// </summary>
internal static partial class SqlDialect
{
    /// <summary>A statement as the database of a connection takes it.</summary>
    public static string Of(DbConnection connection, string sql) =>
        connection is NpgsqlConnection ? Different().Replace(sql, Spell) : sql;

    private static string Spell(Match found) =>
        found.Groups["list"] is not { Success: true } list ? string.Empty
        : found.Groups["not"].Success ? $"<> all (@{list.Value})"
        : $"= any (@{list.Value})";

    [GeneratedRegex(@"(?<not>\bnot )?\bin @(?<list>\w+)|(?<=[ (,])\+(?=[a-z])| indexed by \w+", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Different();
}
