namespace LabQueue.Lims.Workflow;

/// <summary>Names of transitions, as the JSON API and the tasks of the queue have them.</summary>
internal static class TransitionId
{
    /// <summary>A switched-off object is in use again.</summary>
    public const string Activate = "activate";

    /// <summary>An analysis comes onto a worksheet.</summary>
    public const string Assign = "assign";

    /// <summary>Given up before it was begun.</summary>
    public const string Cancel = "cancel";

    /// <summary>A sample that was registered in the background has its analyses.</summary>
    public const string Complete = "complete";

    /// <summary>Out of use.</summary>
    public const string Deactivate = "deactivate";

    /// <summary>A reference sample is thrown away.</summary>
    public const string Dispose = "dispose";

    /// <summary>A reference sample is past its date.</summary>
    public const string Expire = "expire";

    /// <summary>An analysis may be worked on, since its sample is there.</summary>
    public const string Initialize = "initialize";

    /// <summary>One verification of several.</summary>
    public const string MultiVerify = "multi_verify";

    /// <summary>Results go to the client.</summary>
    public const string Publish = "publish";

    /// <summary>A sample comes to the laboratory.</summary>
    public const string Receive = "receive";

    /// <summary>A cancellation is taken back.</summary>
    public const string Reinstate = "reinstate";

    /// <summary>Given up.</summary>
    public const string Reject = "reject";

    /// <summary>An empty worksheet goes.</summary>
    public const string Remove = "remove";

    /// <summary>Verified, and to be measured again.</summary>
    public const string Retest = "retest";

    /// <summary>A result is taken back and measured again.</summary>
    public const string Retract = "retract";

    /// <summary>A worksheet has analyses without results again.</summary>
    public const string RollbackToOpen = "rollback_to_open";

    /// <summary>A sample has analyses without results again.</summary>
    public const string RollbackToReceive = "rollback_to_receive";

    /// <summary>A result is handed in.</summary>
    public const string Submit = "submit";

    /// <summary>An analysis leaves its worksheet.</summary>
    public const string Unassign = "unassign";

    /// <summary>A result is found good.</summary>
    public const string Verify = "verify";
}
