using System.Globalization;

namespace LabQueue.Storage.Postgres;

/// <summary>Statements that write many rows of a site at once. The site is <c>$1</c>, the columns follow as arrays.</summary>
/// <param name="table">The table.</param>
/// <param name="columns">The columns that are given.</param>
internal sealed class RowSet<TRow>(string table, params Column<TRow>[] columns)
{
    private readonly string _names = string.Join(", ", columns.Select(column => column.Name));
    private readonly string _arrays = string.Join(
        ", ", Enumerable.Range(2, columns.Length).Select(number => string.Create(CultureInfo.InvariantCulture, $"${number}")));

    /// <summary>New rows.</summary>
    public string Insert => $"insert into {table} (site, {_names}) select $1, {_names} from {Given}";

    /// <summary>The given rows, as a table of that name.</summary>
    public string Given => $"unnest({_arrays}) as given ({_names})";

    /// <summary>The names of the columns.</summary>
    public string Names => _names;

    /// <summary>Other values for rows that are there.</summary>
    /// <param name="keys">How many of the columns, the first ones, name the row.</param>
    public string Update(int keys)
    {
        var set = string.Join(", ", columns.Skip(keys).Select(column => $"{column.Name} = given.{column.Name}"));
        return $"update {table} set {set} from {Given} {GivenRows.Join(table, [.. columns.Take(keys).Select(column => column.Name)])}";
    }

    /// <summary>Adds a statement with these rows to a batch, if there are any.</summary>
    public void Write(SqlBatch batch, string sql, int site, IReadOnlyList<TRow> rows)
    {
        if (rows.Count == 0)
        {
            return;
        }

        var command = batch.Add(sql).With(site);
        foreach (var column in columns)
        {
            command.WithParameter(column.Gather(rows));
        }
    }
}
