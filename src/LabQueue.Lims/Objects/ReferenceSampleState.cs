namespace LabQueue.Lims.Objects;

/// <summary>States of reference samples (<c>lims-domain</c>, 2.9).</summary>
internal static class ReferenceSampleState
{
    /// <summary>In use.</summary>
    public const string Current = "current";

    /// <summary>Past its date.</summary>
    public const string Expired = "expired";

    /// <summary>Thrown away.</summary>
    public const string Disposed = "disposed";

    /// <summary>Switched off.</summary>
    public const string Inactive = "inactive";
}
