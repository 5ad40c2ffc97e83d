namespace LabQueue.Lims.Audit;

/// <summary>What a check of a site's audit trail came to.</summary>
/// <param name="Site">The site.</param>
/// <param name="Sealed">Entries that the chain covers.</param>
/// <param name="Unsealed">Entries at the end that it does not cover yet.</param>
/// <param name="Head">Hash of the last link; empty while there is none.</param>
/// <param name="Faults">What is wrong, a sentence each; none: the trail is as it was written.</param>
internal sealed record AuditFinding(string Site, long Sealed, long Unsealed, string Head, IReadOnlyList<string> Faults);
