using Npgsql;

namespace LabQueue.Storage.Postgres;

/// <summary>A column of a part of what is written.</summary>
/// <param name="column">The part's column.</param>
/// <param name="part">The part.</param>
internal sealed class MappedColumn<TRow, TPart>(Column<TPart> column, Func<TRow, TPart> part) : Column<TRow>(column.Name)
{
    /// <inheritdoc/>
    public override NpgsqlParameter Gather(IReadOnlyList<TRow> rows) => column.Gather([.. rows.Select(part)]);
}
