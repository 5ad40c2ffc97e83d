namespace LabQueue.Web.Settings;

/// <summary>What is at an address.</summary>
internal enum TrialOutcome
{
    /// <summary>An API of SENAITE's kind.</summary>
    Answers,

    /// <summary>Something else.</summary>
    NoQueue,

    /// <summary>Something that takes its time.</summary>
    Silent,

    /// <summary>Nothing.</summary>
    Unreachable,
}
