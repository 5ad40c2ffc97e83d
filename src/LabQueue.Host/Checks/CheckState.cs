namespace LabQueue.Host.Checks;

/// <summary>How a check came out.</summary>
internal enum CheckState
{
    /// <summary>As it should be.</summary>
    Ok,

    /// <summary>Works, and somebody should look at it.</summary>
    Warn,

    /// <summary>Does not work.</summary>
    Bad,
}
