namespace LabQueue.Lims.Objects;

/// <summary>States of analyses of every kind (<c>lims-domain</c>, 2.1, 2.4, 2.5).</summary>
internal static class AnalysisState
{
    /// <summary>Its sample has not been received.</summary>
    public const string Registered = "registered";

    /// <summary>On no worksheet.</summary>
    public const string Unassigned = "unassigned";

    /// <summary>On a worksheet, without a submitted result.</summary>
    public const string Assigned = "assigned";

    /// <summary>Its result is submitted.</summary>
    public const string ToBeVerified = "to_be_verified";

    /// <summary>Its result is verified.</summary>
    public const string Verified = "verified";

    /// <summary>Its result was published with its sample.</summary>
    public const string Published = "published";

    /// <summary>Replaced by a retest.</summary>
    public const string Retracted = "retracted";

    /// <summary>Given up.</summary>
    public const string Rejected = "rejected";

    /// <summary>Its sample was cancelled.</summary>
    public const string Cancelled = "cancelled";

    /// <summary>Whether promotions leave it out.</summary>
    public static bool IsDetached(string state) => state is Retracted or Rejected or Cancelled;

    /// <summary>Whether a result was submitted and counts.</summary>
    public static bool IsSubmitted(string state) => state is ToBeVerified or Verified or Published;

    /// <summary>Whether its result is verified and counts.</summary>
    public static bool IsVerified(string state) => state is Verified or Published;

    /// <summary>Whether it waits for a result.</summary>
    public static bool IsOpen(string state) => state is Registered or Unassigned or Assigned;
}
