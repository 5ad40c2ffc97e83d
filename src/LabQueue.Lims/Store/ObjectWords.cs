using LabQueue.Lims.Objects;

namespace LabQueue.Lims.Store;

/// <summary>Words that a search finds objects by.</summary>
internal static class ObjectWords
{
    private const int MostWords = 30;
    private const int LongestWord = 60;

    /// <summary>The words of an object, in small letters; none for analyses, which are found by their sample.</summary>
    public static IReadOnlySet<string> Of(LabObject value) =>
        value is Analysis ? new HashSet<string>() : Split($"{value.Id} {value.Title} {value.SearchText}").ToHashSet(StringComparer.Ordinal);

    /// <summary>The words of a text.</summary>
    public static IReadOnlyList<string> Split(string text) =>
    [
        .. text.ToLowerInvariant()
            .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
            .Select(word => word.Length > LongestWord ? word[..LongestWord] : word)
            .Distinct(StringComparer.Ordinal)
            .Take(MostWords),
    ];
}
