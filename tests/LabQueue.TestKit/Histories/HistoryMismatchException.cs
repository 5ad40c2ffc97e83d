namespace LabQueue.TestKit.Histories;

/// <summary>A store did not do what the model did.</summary>
/// <param name="message">What differs.</param>
public sealed class HistoryMismatchException(string message) : Exception(message);
