namespace LabQueue.Lims.Store;

/// <summary>The laboratory's database cannot be used: it is away, of a newer program, or too old.</summary>
/// <param name="message">Why, in a sentence for the operator.</param>
/// <param name="inner">What was behind it.</param>
internal sealed class LabStoreException(string message, Exception? inner = null) : Exception(message, inner);
