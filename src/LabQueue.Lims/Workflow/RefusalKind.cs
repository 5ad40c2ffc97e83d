namespace LabQueue.Lims.Workflow;

/// <summary>Kinds of refusals.</summary>
internal enum RefusalKind
{
    /// <summary>The user may not; HTTP 403.</summary>
    Forbidden,

    /// <summary>The object is not in a state for it, or a rule forbids it; HTTP 409.</summary>
    NotNow,

    /// <summary>Something queued has the object; HTTP 409, and the message names the task.</summary>
    Pending,

    /// <summary>A value is missing or wrong; HTTP 422.</summary>
    Invalid,

    /// <summary>There is no such object; HTTP 404.</summary>
    NotFound,
}
