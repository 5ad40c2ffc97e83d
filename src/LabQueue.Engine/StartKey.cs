using System.Globalization;

namespace LabQueue.Engine;

/// <summary>Where a task stands among those that are to start later.</summary>
/// <param name="ReadyAt">When it may start, in microseconds since 1970.</param>
/// <param name="Id">Its number in the store.</param>
public readonly record struct StartKey(long ReadyAt, long Id)
{
    /// <summary>The key of a text that <see cref="ToCursor"/> wrote.</summary>
    /// <returns>False for any other text.</returns>
    public static bool TryReadCursor(string cursor, out StartKey key)
    {
        ArgumentNullException.ThrowIfNull(cursor);
        key = default;
        if (cursor.Split('.') is not [var time, var number]
            || !long.TryParse(time, NumberStyles.None, CultureInfo.InvariantCulture, out var readyAt)
            || !long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var id))
        {
            return false;
        }

        key = new StartKey(readyAt, id);
        return true;
    }

    /// <summary>The key as a text, by which a list goes on where a page of it ended.</summary>
    public string ToCursor() => string.Create(CultureInfo.InvariantCulture, $"{ReadyAt}.{Id}");
}
