namespace LabQueue.TestKit.Histories.Steps;

/// <summary>What happens after time went by.</summary>
public enum AfterClock
{
    /// <summary>Nothing.</summary>
    Nothing,

    /// <summary>All housekeeping.</summary>
    Sweep,

    /// <summary>The store is closed and opened again.</summary>
    Reopen,
}
