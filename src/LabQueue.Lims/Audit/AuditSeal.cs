namespace LabQueue.Lims.Audit;

/// <summary>A link of the chain over a site's audit trail.</summary>
internal sealed record AuditSeal
{
    /// <summary>Place in the chain, from 1, without gaps.</summary>
    public long Position { get; init; }

    /// <summary>The entry that it covers.</summary>
    public long AuditNumber { get; init; }

    /// <summary>Hash of the entry and of the link before it: 64 hexadecimal digits.</summary>
    public string Hash { get; init; } = string.Empty;
}
