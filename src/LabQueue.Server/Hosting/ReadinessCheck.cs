namespace LabQueue.Server.Hosting;

/// <summary>Something else in the same process that <c>/readyz</c> asks, such as the laboratory.</summary>
/// <param name="FindTroubleAsync">What is wrong, in a sentence; null: nothing.</param>
public sealed record ReadinessCheck(Func<CancellationToken, Task<string?>> FindTroubleAsync);
