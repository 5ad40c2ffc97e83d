namespace LabQueue.TestKit.Docs;

/// <summary>A table of a page.</summary>
/// <param name="Columns">Its head.</param>
/// <param name="Rows">Its rows, each as long as the head.</param>
public sealed record DocTable(IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows)
{
    /// <summary>The cells of one column, from the top.</summary>
    /// <param name="name">What its head says.</param>
    public IReadOnlyList<string> Column(string name)
    {
        var index = Columns.ToList().IndexOf(name);
        return index < 0
            ? throw new ArgumentException($"There is no column '{name}' but: {string.Join(", ", Columns)}.", nameof(name))
            : [.. Rows.Select(row => row[index])];
    }

    /// <summary>What a cell says without the marks of code.</summary>
    public static string Plain(string cell)
    {
        ArgumentNullException.ThrowIfNull(cell);
        return cell.Replace("`", string.Empty, StringComparison.Ordinal).Trim();
    }
}
