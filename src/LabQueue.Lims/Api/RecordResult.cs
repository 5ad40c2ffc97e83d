namespace LabQueue.Lims.Api;

/// <summary>What became of one of several records of a request (T-60).</summary>
/// <param name="Uid">The object; empty where the record names none.</param>
/// <param name="Error">Why it was refused; null: it was done.</param>
internal sealed record RecordResult(string Uid, LabApiError? Error);
