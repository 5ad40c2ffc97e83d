namespace LabQueue.Storage.Postgres;

/// <summary>Texts as PostgreSQL takes them: it knows every letter but the one numbered 0.</summary>
internal static class SafeText
{
    // A letter for private use stands before what it hides: itself, or a 0 for the letter that cannot be.
    private const char Escape = '\uE0FF';
    private const string Hidden = "\uE0FF\uE0FE";
    private const string Twice = "\uE0FF\uE0FF";

    /// <summary>The text as it is kept.</summary>
    public static string Write(string text) =>
        text.AsSpan().IndexOfAny('\0', Escape) < 0
            ? text
            : text.Replace("\uE0FF", Twice, StringComparison.Ordinal).Replace("\0", Hidden, StringComparison.Ordinal);

    /// <summary>The text as it is kept; null stays null.</summary>
    public static string? WriteOrNull(string? text) => text is null ? null : Write(text);

    /// <summary>The text that was kept.</summary>
    public static string Read(string kept)
    {
        if (!kept.Contains(Escape, StringComparison.Ordinal))
        {
            return kept;
        }

        var text = new System.Text.StringBuilder(kept.Length);
        for (var i = 0; i < kept.Length; i++)
        {
            if (kept[i] == Escape && i + 1 < kept.Length)
            {
                i++;
                text.Append(kept[i] == Escape ? Escape : '\0');
            }
            else
            {
                text.Append(kept[i]);
            }
        }

        return text.ToString();
    }
}
