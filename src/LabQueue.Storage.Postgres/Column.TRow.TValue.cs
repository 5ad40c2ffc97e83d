using Npgsql;

namespace LabQueue.Storage.Postgres;

/// <summary>A column with values of one type.</summary>
/// <param name="name">The column's name.</param>
/// <param name="read">The value of a row.</param>
internal sealed class Column<TRow, TValue>(string name, Func<TRow, TValue> read) : Column<TRow>(name)
{
    /// <inheritdoc/>
    public override NpgsqlParameter Gather(IReadOnlyList<TRow> rows)
    {
        var values = new TValue[rows.Count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = read(rows[i]);
        }

        return new NpgsqlParameter<TValue[]> { TypedValue = values };
    }
}
