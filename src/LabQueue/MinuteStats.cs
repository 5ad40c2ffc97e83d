namespace LabQueue;

/// <summary>What happened within one minute; or within a quarter of an hour, where a day is looked at.</summary>
/// <param name="Minute">The beginning of the minute, or of the quarter.</param>
/// <param name="Added">Tasks added.</param>
/// <param name="Started">Runs begun.</param>
/// <param name="Done">Tasks that went well.</param>
/// <param name="Failed">Runs that failed, timed out or were purged.</param>
public sealed record MinuteStats(DateTimeOffset Minute, long Added, long Started, long Done, long Failed);
