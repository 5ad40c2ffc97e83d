namespace LabQueue.Lims.Objects;

/// <summary>Makes <see cref="ValueList{T}"/>; what collection expressions use.</summary>
internal static class ValueList
{
    /// <summary>A list of these.</summary>
    public static ValueList<T> Of<T>(ReadOnlySpan<T> items) => new(items.ToArray());
}
