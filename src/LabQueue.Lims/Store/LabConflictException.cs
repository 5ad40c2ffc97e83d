namespace LabQueue.Lims.Store;

/// <summary>Somebody else changed a record in between. The work was rolled back and may be tried again.</summary>
/// <param name="message">Which one.</param>
internal sealed class LabConflictException(string message) : Exception(message);
