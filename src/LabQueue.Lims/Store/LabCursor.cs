using System.Globalization;
using LabQueue.Lims.Objects;

namespace LabQueue.Lims.Store;

/// <summary>A place in the order of a list: that of one object. A page begins behind it, however the list grew meanwhile.</summary>
/// <param name="Key">What the list is sorted by, of that object.</param>
/// <param name="Uid">The object.</param>
internal sealed record LabCursor(string Key, string Uid)
{
    /// <summary>So many letters of a title count for its place.</summary>
    public const int TitleLetters = 60;

    private const int UidLetters = 32;

    /// <summary>The place of an object in a list that is sorted by that.</summary>
    public static LabCursor Of(LabObject value, LabSort sort) => new(
        sort switch
        {
            LabSort.SortKey => value.SortKey,
            LabSort.Created => value.Created.ToMicroseconds().ToString(CultureInfo.InvariantCulture),
            LabSort.Modified => value.Modified.ToMicroseconds().ToString(CultureInfo.InvariantCulture),
            LabSort.Title => string.Concat(value.Title.EnumerateRunes().Take(TitleLetters)),
            LabSort.State => value.State,
        },
        value.Uid);

    /// <summary>Reads one as a page's address has it; null: that is none, or not of a list sorted by that.</summary>
    public static LabCursor? Read(string? text, LabSort sort)
    {
        if (text is not { Length: > UidLetters } || !LabUid.IsUid(text[..UidLetters]))
        {
            return null;
        }

        var cursor = new LabCursor(text[UidLetters..], text[..UidLetters]);
        return sort is LabSort.Created or LabSort.Modified && !long.TryParse(cursor.Key, CultureInfo.InvariantCulture, out _) ? null : cursor;
    }

    /// <summary>As a page's address has it.</summary>
    public override string ToString() => Uid + Key;
}
