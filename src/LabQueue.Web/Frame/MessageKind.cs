namespace LabQueue.Web.Frame;

/// <summary>What kind of news a message is.</summary>
internal enum MessageKind
{
    /// <summary>Something to know.</summary>
    Info,

    /// <summary>It was done.</summary>
    Done,

    /// <summary>Something to look at.</summary>
    Warning,

    /// <summary>It was not done.</summary>
    Refused,
}
