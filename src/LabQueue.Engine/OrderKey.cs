using System.Globalization;

namespace LabQueue.Engine;

/// <summary>Where a task stands in the queue. Never changes with time, so that it can be stored and indexed.</summary>
/// <param name="Rank">Place in the top-priority list; <see cref="TaskOrder.Unranked"/> for those not in it.</param>
/// <param name="Due"><c>created + 300 s * priority</c>, in microseconds since 1970.</param>
/// <param name="ContextUid">What the task is about; compared as ordinal text.</param>
/// <param name="Arrival">Number of arrival.</param>
/// <remarks><c>wire-protocol</c>, section 6. A point of priority is worth five minutes of waiting.</remarks>
public readonly record struct OrderKey(int Rank, long Due, string ContextUid, long Arrival) : IComparable<OrderKey>
{
    /// <inheritdoc/>
    public int CompareTo(OrderKey other)
    {
        var order = Rank.CompareTo(other.Rank);
        order = order != 0 ? order : Due.CompareTo(other.Due);
        order = order != 0 ? order : string.CompareOrdinal(ContextUid, other.ContextUid);
        return order != 0 ? order : Arrival.CompareTo(other.Arrival);
    }

    /// <summary>The key of a text that <see cref="ToCursor"/> wrote.</summary>
    /// <returns>False for any other text.</returns>
    public static bool TryReadCursor(string cursor, out OrderKey key)
    {
        ArgumentNullException.ThrowIfNull(cursor);
        key = default;
        if (cursor.Split('.', 4) is not [var rankText, var dueText, var arrivalText, var contextUid]
            || !int.TryParse(rankText, CultureInfo.InvariantCulture, out var rank)
            || !long.TryParse(dueText, CultureInfo.InvariantCulture, out var due)
            || !long.TryParse(arrivalText, CultureInfo.InvariantCulture, out var arrival))
        {
            return false;
        }

        key = new OrderKey(rank, due, contextUid, arrival);
        return true;
    }

    /// <summary>The key as a text, by which a list goes on where a page of it ended.</summary>
    public string ToCursor() => string.Create(CultureInfo.InvariantCulture, $"{Rank}.{Due}.{Arrival}.{ContextUid}");

    /// <summary>Whether one comes before the other.</summary>
    public static bool operator <(OrderKey left, OrderKey right) => left.CompareTo(right) < 0;

    /// <summary>Whether one comes after the other.</summary>
    public static bool operator >(OrderKey left, OrderKey right) => left.CompareTo(right) > 0;

    /// <summary>Whether one comes before the other, or is the same.</summary>
    public static bool operator <=(OrderKey left, OrderKey right) => left.CompareTo(right) <= 0;

    /// <summary>Whether one comes after the other, or is the same.</summary>
    public static bool operator >=(OrderKey left, OrderKey right) => left.CompareTo(right) >= 0;
}
