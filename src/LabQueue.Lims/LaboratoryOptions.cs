using LabQueue.Lims.Users;

namespace LabQueue.Lims;

/// <summary>How a laboratory runs in a process.</summary>
internal sealed record LaboratoryOptions
{
    /// <summary>Its database, migrated. The laboratory does not dispose of it.</summary>
    public required Store.ILabDatabase Database { get; init; }

    /// <summary>The sites whose laboratories are here.</summary>
    public required ILabSites Sites { get; init; }

    /// <summary>The site whose duties run here: outbox, follower, sealing, consumer.</summary>
    public required string Site { get; init; }

    /// <summary>The queue of a site; null: it has none, and all work is done at once.</summary>
    public required Func<string, IQueue?> Queue { get; init; }

    /// <summary>The name of the consumer in this process; of the laboratory's own calls where there is none.</summary>
    public required string ConsumerId { get; init; }

    /// <summary>The folder of the keys that sessions are protected with.</summary>
    public required DirectoryInfo SessionKeys { get; init; }

    /// <summary>The file with heads of the audit trail's chain; null: heads are not noted.</summary>
    public string? AuditHeads { get; init; }
}
