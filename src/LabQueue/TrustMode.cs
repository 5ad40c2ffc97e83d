namespace LabQueue;

/// <summary>What a site's users may do. On the wire: the name in lower case.</summary>
public enum TrustMode
{
    /// <summary>As in senaite.queue: any known user may do anything, and settings have the original's floors.</summary>
    Original,

    /// <summary>Users may do what their roles allow, and settings count as they are.</summary>
    Roles,
}
