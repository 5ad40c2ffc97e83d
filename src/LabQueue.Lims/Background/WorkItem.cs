namespace LabQueue.Lims.Background;

/// <summary>An object to be handled.</summary>
/// <param name="Uid">The object.</param>
/// <param name="Number">Place in the person's choice, from 0.</param>
/// <param name="Version">The version that was decided on; 0: whatever it is.</param>
/// <param name="Slot">Where it is to go on its worksheet; null: wherever it fits.</param>
internal sealed record WorkItem(string Uid, int Number, long Version, int? Slot);
