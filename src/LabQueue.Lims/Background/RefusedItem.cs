namespace LabQueue.Lims.Background;

/// <summary>An object that was refused.</summary>
/// <param name="Uid">The object; empty for a new one, which never was.</param>
/// <param name="Message">Why, for the person who asked.</param>
internal sealed record RefusedItem(string Uid, string Message)
{
    /// <summary>Of a new one: its place among those that were asked for, from 0.</summary>
    public int? Index { get; init; }
}
