namespace LabQueue.Lims.Background;

/// <summary>An object that was refused.</summary>
/// <param name="Uid">The object.</param>
/// <param name="Message">Why, for the person who asked.</param>
internal sealed record RefusedItem(string Uid, string Message);
