namespace LabQueue.Benchmarks.Scale;

/// <summary>Tasks that a site adds at once.</summary>
/// <param name="At">When, in seconds from the beginning.</param>
/// <param name="Site">Number of the site.</param>
/// <param name="Tasks">How many.</param>
internal readonly record struct Burst(double At, int Site, int Tasks);
