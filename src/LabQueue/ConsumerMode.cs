namespace LabQueue;

/// <summary>What people let a consumer do.</summary>
public enum ConsumerMode
{
    /// <summary>It is given work.</summary>
    Active = 0,

    /// <summary>It is given no work; what it has may end.</summary>
    Quiet = 1,

    /// <summary>
    /// It is given no work, and is told to stop what it has: one with leases gives that back unharmed, for others to go on
    /// with. A classic one cannot be told, and ends what it has.
    /// </summary>
    Draining = 2,
}
