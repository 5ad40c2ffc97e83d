namespace LabQueue.Lims.Objects;

/// <summary>Where results are measured.</summary>
internal static class PointsOfCapture
{
    /// <summary>In the laboratory.</summary>
    public const string Lab = "lab";

    /// <summary>Where the sample is taken.</summary>
    public const string Field = "field";
}
