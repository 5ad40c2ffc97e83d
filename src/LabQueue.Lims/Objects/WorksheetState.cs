namespace LabQueue.Lims.Objects;

/// <summary>States of worksheets (<c>lims-domain</c>, 2.7).</summary>
internal static class WorksheetState
{
    /// <summary>Results are being entered.</summary>
    public const string Open = "open";

    /// <summary>All results are submitted.</summary>
    public const string ToBeVerified = "to_be_verified";

    /// <summary>All results are verified.</summary>
    public const string Verified = "verified";

    /// <summary>Given up.</summary>
    public const string Rejected = "rejected";
}
