namespace LabQueue.Storage.Postgres.Writing;

/// <summary>How far a site has come; what its lock gives.</summary>
internal sealed record SiteHead(long Sequence, long Version, long Ends, long? RankedTo);
