namespace LabQueue.Lims.Objects;

/// <summary>What a reference sample should show for a service.</summary>
/// <param name="Service">The service, by uid.</param>
/// <param name="Result">The value that is known.</param>
/// <param name="Min">Lowest result that is in range.</param>
/// <param name="Max">Highest result that is in range.</param>
internal sealed record ReferenceResult(string Service, decimal Result, decimal Min, decimal Max);
