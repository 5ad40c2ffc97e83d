namespace LabQueue.EndToEnd.Tests.Laboratory.Checks;

/// <summary>L8: the chain over the audit trail is whole and covers all of it.</summary>
internal static class AuditIsWhole
{
    /// <summary>What is wrong.</summary>
    public static IEnumerable<string> Find(LabStormResult result) =>
    [
        .. result.Audit.Faults.Select(fault => $"L8: {fault}"),
        .. result.Audit.Unsealed > 0 ? (string[])[$"L8: {result.Audit.Unsealed} entries have no seal."] : [],
    ];
}
