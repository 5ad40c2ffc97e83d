using Npgsql;

namespace LabQueue.Storage.Postgres;

/// <summary>A column of a statement that takes many rows at once: its values go as one array.</summary>
/// <param name="name">The column's name.</param>
internal abstract class Column<TRow>(string name)
{
    /// <summary>The column's name.</summary>
    public string Name => name;

    /// <summary>The values of all rows.</summary>
    public abstract NpgsqlParameter Gather(IReadOnlyList<TRow> rows);
}
