namespace LabQueue.Storage.Postgres.Writing;

/// <summary>How far a site has come; what its lock gives.</summary>
/// <param name="Sequence">The highest number given out.</param>
/// <param name="Version">Grows when settings, keys or users change.</param>
/// <param name="Ends">Ends so far.</param>
/// <param name="RankedTo">The row up to which waiting tasks were ranked anew; null: all.</param>
/// <param name="Writer">The transaction that wrote this last: whoever changes anything of a site does.</param>
internal sealed record SiteHead(long Sequence, long Version, long Ends, long? RankedTo, string Writer);
