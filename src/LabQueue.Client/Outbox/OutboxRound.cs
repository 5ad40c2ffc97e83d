namespace LabQueue.Client.Outbox;

/// <summary>What came of sending.</summary>
/// <param name="Sent">Tasks that the server has now.</param>
/// <param name="Refused">Tasks that it will not have.</param>
/// <param name="Trouble">Why others still wait; null: none does.</param>
public sealed record OutboxRound(int Sent, int Refused, QueueException? Trouble);
