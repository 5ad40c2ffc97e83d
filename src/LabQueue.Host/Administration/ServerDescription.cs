namespace LabQueue.Host.Administration;

/// <summary>A server, or the store that a command opened itself.</summary>
/// <param name="ProcessId">The process.</param>
/// <param name="Version">The program's version.</param>
/// <param name="Urls">Where it listens; empty where no server runs.</param>
/// <param name="Data">The data folder.</param>
/// <param name="Store">The database engine and its version.</param>
/// <param name="SchemaVersion">The database's schema.</param>
/// <param name="Sites">The sites by name.</param>
/// <param name="Started">When it started.</param>
internal sealed record ServerDescription(
    int ProcessId,
    string Version,
    IReadOnlyList<string> Urls,
    string Data,
    string Store,
    int SchemaVersion,
    IReadOnlyList<string> Sites,
    DateTimeOffset Started);
