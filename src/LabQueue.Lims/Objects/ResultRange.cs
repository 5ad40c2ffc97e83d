namespace LabQueue.Lims.Objects;

/// <summary>Results of a service that are in range.</summary>
/// <param name="Service">The service, by uid.</param>
/// <param name="Min">Lowest; null: none.</param>
/// <param name="Max">Highest; null: none.</param>
internal sealed record ResultRange(string Service, decimal? Min, decimal? Max);
