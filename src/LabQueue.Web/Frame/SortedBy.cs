namespace LabQueue.Web.Frame;

/// <summary>The column that a list is sorted by, as the parameter <c>sort</c> says it: its key, with a minus for downwards.</summary>
/// <param name="Key">The column.</param>
/// <param name="Descending">Largest first.</param>
internal readonly record struct SortedBy(string Key, bool Descending)
{
    /// <summary>Reads the parameter; what names no column of the list gives its usual order.</summary>
    public static SortedBy Read(string? text, SortedBy usual, params ReadOnlySpan<string> keys)
    {
        var descending = text is ['-', ..];
        var key = descending ? text![1..] : text;
        return key is not null && keys.Contains(key) ? new SortedBy(key, descending) : usual;
    }

    /// <summary>What a heading leads to: the list sorted by its column, or the other way round where it is already.</summary>
    public string Toggle(string key) => key == Key && !Descending ? "-" + key : key;

    /// <summary>For <c>aria-sort</c>; null: the list is not sorted by that column.</summary>
    public string? AriaOf(string key) => key != Key ? null : Descending ? "descending" : "ascending";

    /// <summary>The parameter.</summary>
    public override string ToString() => Descending ? "-" + Key : Key;
}
