namespace LabQueue.Lims.Objects;

/// <summary>Settings of the laboratory (<c>lims-domain</c>, 1.3).</summary>
internal sealed record Setup : LabObject
{
    /// <summary>Type name.</summary>
    public const string Type = "BikaSetup";

    /// <summary>Verifications by several users: any number by one user.</summary>
    public const string MultiEnabled = "self_multi_enabled";

    /// <summary>Verifications by several users: one user not twice in a row.</summary>
    public const string MultiNotConsecutive = "self_multi_not_cons";

    /// <summary>Verifications by several users: one user once only.</summary>
    public const string MultiDisabled = "self_multi_disabled";

    /// <summary>While the queue server does not answer: do work at once.</summary>
    public const string Foreground = "foreground";

    /// <summary>While the queue server does not answer: keep work until it does.</summary>
    public const string Wait = "wait";

    /// <inheritdoc/>
    public override string PortalType => Type;

    /// <summary>Analysts see only worksheets where they are the analyst; who verifies or oversees sees all.</summary>
    public bool RestrictWorksheetUsersAccess { get; init; } = true;

    /// <summary>Only managers may add and manage worksheets; else analysts and clerks as well.</summary>
    public bool RestrictWorksheetManagement { get; init; } = true;

    /// <summary>Others than the analyst may submit.</summary>
    public bool AllowToSubmitNotAssigned { get; init; } = true;

    /// <summary>Who submitted may verify.</summary>
    public bool SelfVerificationEnabled { get; init; }

    /// <summary>Verifications that a result needs, 1 to 4.</summary>
    public int NumberOfRequiredVerifications { get; init; } = 1;

    /// <summary><see cref="MultiEnabled"/>, <see cref="MultiNotConsecutive"/> or <see cref="MultiDisabled"/>.</summary>
    public string TypeOfmultiVerification { get; init; } = MultiEnabled;

    /// <summary>A sample is verified with its last analysis.</summary>
    public bool AutoVerifySamples { get; init; } = true;

    /// <summary>A sample is received as it is registered, where its date of sampling is known and the user may receive.</summary>
    public bool AutoreceiveSamples { get; init; }

    /// <summary>Why samples may be rejected; none: they may not be.</summary>
    public ValueList<string> RejectionReasons { get; init; } = [];

    /// <summary>Minutes from receipt to the result, where a service says nothing; default 5 days.</summary>
    public int DefaultTurnaroundTime { get; init; } = 5 * 24 * 60;

    /// <summary>Work on more objects than that goes to the queue, less is done at once; 0: all goes to the queue.</summary>
    public int BackgroundAbove { get; init; }

    /// <summary><see cref="Foreground"/> or <see cref="Wait"/>, while the queue server does not answer (design, D7).</summary>
    public string WhenUnreachable { get; init; } = Foreground;
}
