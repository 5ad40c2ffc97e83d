namespace LabQueue.Lims.Objects;

/// <summary>States of samples (<c>lims-domain</c>, 2.8).</summary>
internal static class SampleState
{
    /// <summary>Beyond the original: registered in the background, its analyses are still to be made.</summary>
    public const string Pending = "pending_sample";

    /// <summary>Expected.</summary>
    public const string Due = "sample_due";

    /// <summary>In the laboratory.</summary>
    public const string Received = "sample_received";

    /// <summary>All results are submitted.</summary>
    public const string ToBeVerified = "to_be_verified";

    /// <summary>All results are verified.</summary>
    public const string Verified = "verified";

    /// <summary>Its results went to the client.</summary>
    public const string Published = "published";

    /// <summary>Will not come, or not be worked on.</summary>
    public const string Cancelled = "cancelled";

    /// <summary>Not fit for analysis.</summary>
    public const string Rejected = "rejected";

    /// <summary>Its results turned out to be wrong.</summary>
    public const string Invalid = "invalid";
}
